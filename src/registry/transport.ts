import type { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import { redactUrl } from './redact.ts'
import type { RegistrySettings } from './settings.ts'
import { loadUndici } from './undici.ts'

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array | Readable
  /** Streams that are read slowly must not keep documents waiting for a connection. @default 'document' */
  readonly lane?: 'document' | 'stream'
  readonly signal?: AbortSignal
}

export interface HttpResponse {
  readonly status: number
  /** The address that answered. */
  readonly url: URL
  header(name: string): string | undefined
  /** To be read once; whoever stops early closes the connection. */
  readonly body: AsyncIterable<Uint8Array>
}

/** Sends one request and returns its answer, whatever its status; knows nothing of registries. */
export interface Transport {
  /** @throws what undici throws */
  send(request: HttpRequest): Promise<HttpResponse>
  /** The proxy that requests to an address went through, without its password. */
  proxyOf(url: URL): string | undefined
  close(): Promise<void>
}

/** A host that does not take a connection by then is not there. */
const maxConnectMs = 10_000

export function createTransport(settings: RegistrySettings): Transport {
  const dispatchers = new Map<string, Promise<Dispatcher>>()
  const proxies = new Map<string, string>()
  const dispatcherFor = (url: URL, lane: string): Promise<Dispatcher> => {
    const key = `${lane} ${url.origin}`
    const found = dispatchers.get(key)
    if (found !== undefined) return found
    const made = openDispatcher(url, settings, (proxy) => proxies.set(url.origin, redactUrl(proxy)))
    dispatchers.set(key, made)
    return made
  }

  return {
    async send({ method, url, headers, body, lane = 'document', signal }) {
      const dispatcher = await dispatcherFor(url, lane)
      const startedAt = performance.now()
      const report = (receivedBytes: number, status?: number): void =>
        settings.onRequest({
          method,
          url: redactUrl(url),
          ...(status === undefined ? {} : { status }),
          receivedBytes,
          durationMs: performance.now() - startedAt,
        })
      try {
        const response = await loadUndici().request.call(dispatcher, {
          origin: url.origin,
          path: `${url.pathname}${url.search}`,
          method,
          headers: { 'user-agent': settings.userAgent, ...headers },
          ...(body === undefined ? {} : { body }),
          ...(signal === undefined ? {} : { signal }),
        })
        // Whoever reads the body meets its error; until then it must not end the process.
        response.body.on('error', () => {})
        return {
          status: response.statusCode,
          url,
          header: (name) => joinHeader(response.headers[name]),
          body: countBytes(response.body, (receivedBytes) => report(receivedBytes, response.statusCode)),
        }
      } catch (thrown) {
        report(0)
        throw thrown
      }
    },
    proxyOf: ({ origin }) => proxies.get(origin),
    async close() {
      const closing = [...dispatchers.values()].map(async (dispatcher) => (await dispatcher).destroy())
      dispatchers.clear()
      await Promise.allSettled(closing)
    },
  }
}

async function openDispatcher(
  url: URL,
  settings: RegistrySettings,
  noteProxy: (proxy: URL) => void,
): Promise<Dispatcher> {
  const { timeoutMs, concurrency } = settings
  const tls = settings.ca === undefined ? {} : { ca: await trustedAuthorities(settings.ca) }
  const options = {
    connections: concurrency,
    allowH2: false,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connectTimeout: Math.min(timeoutMs, maxConnectMs),
  }
  const proxy = await findProxy(url, settings)
  if (proxy === undefined) return new (loadUndici().Pool)(url.origin, { ...options, connect: tls })
  noteProxy(proxy)
  // The proxy agent leans on parts that only undici's main entry puts together.
  const { ProxyAgent } = await import('undici')
  return new ProxyAgent({ ...options, uri: proxy.href, requestTls: tls, proxyTls: tls })
}

async function findProxy(url: URL, { proxy }: RegistrySettings): Promise<URL | undefined> {
  if (proxy.httpProxy === undefined && proxy.httpsProxy === undefined) return undefined
  const { proxyFor } = await import('./proxy.ts')
  return proxyFor(url, proxy)
}

async function trustedAuthorities(ca: string): Promise<string[]> {
  const { getCACertificates } = await import('node:tls')
  return [...getCACertificates('default'), ca]
}

function joinHeader(value: string | readonly string[] | undefined): string | undefined {
  return value === undefined || typeof value === 'string' ? value : value.join(', ')
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
