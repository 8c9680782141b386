import { Pool, ProxyAgent, type Dispatcher } from 'undici'
import { maxConnectMs, trustedAuthorities } from './connection.ts'
import { joinHeader, type Sender } from './http-message.ts'
import type { RegistrySettings } from './settings.ts'

/** Sends by undici: whatever flows for long, and whatever goes by way of a proxy. */
export function createStreamSender(settings: RegistrySettings, findProxy: (url: URL) => URL | undefined): Sender {
  const dispatchers = new Map<string, Dispatcher>()
  const dispatcherFor = (url: URL, lane: string): Dispatcher => {
    const key = `${lane} ${url.origin}`
    const dispatcher = dispatchers.get(key) ?? openDispatcher(url, findProxy(url), settings)
    dispatchers.set(key, dispatcher)
    return dispatcher
  }
  return {
    async send({ method, url, headers, body, lane = 'document', signal }) {
      const response = await dispatcherFor(url, lane).request({
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method,
        headers,
        ...(body === undefined ? {} : { body }),
        ...(signal === undefined ? {} : { signal }),
      })
      // Whoever reads the body meets its error; until then it must not end the process.
      response.body.on('error', () => {})
      const header = (name: string): string | undefined => joinHeader(response.headers[name])
      return { status: response.statusCode, url, header, body: response.body }
    },
    async close() {
      await Promise.all([...dispatchers.values()].map((dispatcher) => dispatcher.destroy()))
    },
  }
}

function openDispatcher(url: URL, proxy: URL | undefined, settings: RegistrySettings): Dispatcher {
  const { timeoutMs, concurrency, ca } = settings
  const options = {
    connections: concurrency,
    allowH2: false,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connectTimeout: Math.min(timeoutMs, maxConnectMs),
  }
  const tls = trustedAuthorities(ca)
  if (proxy === undefined) return new Pool(url.origin, { ...options, connect: tls })
  return new ProxyAgent({ ...options, uri: proxy.href, requestTls: tls, proxyTls: tls })
}
