import { createDocumentSender } from './document-sender.ts'
import type { HttpRequest, HttpResponse, Sender } from './http-message.ts'
import { redactUrl } from './redact.ts'
import type { RegistrySettings } from './settings.ts'

/** Sends requests by whatever suits them, and reports each when its body has ended. */
export interface Transport extends Sender {
  /** The proxy that requests to an address go through, without its password. */
  proxyOf(url: URL): string | undefined
}

export function createTransport(settings: RegistrySettings): Transport {
  const documents = createDocumentSender(settings)
  const proxies = new Map<string, URL | undefined>()
  let streams: Promise<Sender> | undefined

  const openStreams = async (): Promise<Sender> => {
    const { createStreamSender } = await import('./stream-sender.ts')
    return createStreamSender(settings, ({ origin }) => proxies.get(origin))
  }
  const senderFor = async ({ url, lane }: HttpRequest): Promise<Sender> => {
    if (!proxies.has(url.origin)) proxies.set(url.origin, await findProxy(url, settings))
    if (lane !== 'stream' && proxies.get(url.origin) === undefined) return documents
    streams ??= openStreams()
    return streams
  }
  const report = (request: HttpRequest, startedAt: number, receivedBytes: number, status?: number): void =>
    settings.onRequest({
      method: request.method,
      url: redactUrl(request.url),
      ...(status === undefined ? {} : { status }),
      receivedBytes,
      durationMs: performance.now() - startedAt,
    })

  return {
    async send(request) {
      const sender = await senderFor(request)
      const headers = { 'user-agent': settings.userAgent, ...request.headers }
      const startedAt = performance.now()
      let response: HttpResponse
      try {
        response = await sender.send({ ...request, headers })
      } catch (thrown) {
        report(request, startedAt, 0)
        throw thrown
      }
      const onEnd = (bytes: number): void => report(request, startedAt, bytes, response.status)
      return { ...response, body: countBytes(response.body, onEnd) }
    },
    proxyOf({ origin }) {
      const proxy = proxies.get(origin)
      return proxy === undefined ? undefined : redactUrl(proxy)
    },
    async close() {
      await documents.close()
      await (await streams)?.close()
    },
  }
}

async function findProxy(url: URL, { proxy }: RegistrySettings): Promise<URL | undefined> {
  if (proxy.httpProxy === undefined && proxy.httpsProxy === undefined) return undefined
  const { proxyFor } = await import('./proxy.ts')
  return proxyFor(url, proxy)
}

async function* countBytes(
  body: AsyncIterable<Uint8Array>,
  onEnd: (receivedBytes: number) => void,
): AsyncGenerator<Uint8Array, void> {
  let receivedBytes = 0
  try {
    for await (const chunk of body) {
      receivedBytes += chunk.byteLength
      yield chunk
    }
  } finally {
    onEnd(receivedBytes)
  }
}
