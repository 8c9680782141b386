import type { Agent, ClientRequest, IncomingMessage } from 'node:http'
import { IdleError, maxConnectMs, trustedAuthorities } from './connection.ts'
import { joinHeader, type HttpRequest, type HttpResponse, type Sender } from './http-message.ts'
import type { RegistrySettings } from './settings.ts'

type Scheme = 'http' | 'https'

/**
 * Sends by Node's own client. undici takes longer to load, and its parser longer to compile, than a whole glance at an
 * index may take; for a handful of small documents nothing of what it does better makes up for that.
 */
export function createDocumentSender(settings: RegistrySettings): Sender {
  const agents = new Map<Scheme, Agent>()
  const agentFor = (scheme: Scheme): Agent => {
    const agent = agents.get(scheme) ?? openAgent(scheme, settings)
    agents.set(scheme, agent)
    return agent
  }
  return {
    async send({ method, url, headers, body, signal }) {
      const scheme = url.protocol === 'https:' ? 'https' : 'http'
      const outgoing = loadClient(scheme).request(url, {
        method,
        headers,
        agent: agentFor(scheme),
        timeout: settings.timeoutMs,
        ...(signal === undefined ? {} : { signal }),
      })
      limitConnecting(outgoing, Math.min(settings.timeoutMs, maxConnectMs))
      const answer = receive(outgoing, url)
      write(outgoing, body)
      return answer
    },
    async close() {
      for (const agent of agents.values()) agent.destroy()
    },
  }
}

/** An `import` would read every export, and one of them loads all of `fetch`. */
function loadClient(scheme: Scheme) {
  return scheme === 'https' ? process.getBuiltinModule('node:https') : process.getBuiltinModule('node:http')
}

function openAgent(scheme: Scheme, { concurrency, timeoutMs, ca }: RegistrySettings): Agent {
  const options = { keepAlive: true, maxSockets: concurrency, timeout: timeoutMs }
  return new (loadClient(scheme).Agent)(scheme === 'https' ? { ...options, ...trustedAuthorities(ca) } : options)
}

function receive(outgoing: ClientRequest, url: URL): Promise<HttpResponse> {
  const { promise, resolve, reject } = Promise.withResolvers<HttpResponse>()
  let answer: IncomingMessage | undefined
  outgoing.on('error', reject)
  // Where there is an answer it has to be told, or whoever reads it would only see the connection close.
  outgoing.once('timeout', () => (answer ?? outgoing).destroy(new IdleError('IDLE_ANSWER')))
  outgoing.once('response', (incoming) => {
    answer = incoming
    // Whoever reads the body meets its error; until then it must not end the process.
    incoming.on('error', () => {})
    const header = (name: string): string | undefined => joinHeader(incoming.headers[name])
    resolve({ status: incoming.statusCode ?? 0, url, header, body: incoming })
  })
  return promise
}

function limitConnecting(outgoing: ClientRequest, timeoutMs: number): void {
  outgoing.once('socket', (socket) => {
    if (!socket.connecting) return
    const timer = setTimeout(() => outgoing.destroy(new IdleError('IDLE_CONNECT')), timeoutMs)
    socket.once('connect', () => clearTimeout(timer))
    socket.once('close', () => clearTimeout(timer))
  })
}

function write(outgoing: ClientRequest, body: HttpRequest['body']): void {
  if (body === undefined || body instanceof Uint8Array) outgoing.end(body)
  else body.on('error', (error) => outgoing.destroy(error)).pipe(outgoing)
}
