import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { inspect } from 'node:util'
import type { EngineAddress } from './endpoint.ts'
import { createSshAgent } from './ssh-agent.ts'

/** How requests reach an engine: where to, and the pool of connections they share. */
export interface EngineTransport {
  readonly protocol: 'http' | 'https'
  readonly socketPath?: string
  readonly host?: string
  readonly port?: number
  readonly agent: HttpAgent
  close(): void
}

/** @param env What `ssh` is started with, where the address is one of ssh. */
export function openTransport(
  address: EngineAddress,
  env: Readonly<Record<string, string | undefined>>,
): EngineTransport {
  switch (address.kind) {
    case 'unix':
    case 'npipe':
      return { protocol: 'http', socketPath: address.path, ...pool(new HttpAgent({ keepAlive: true })) }
    case 'ssh':
      // The name means nothing: every connection is the standard input and output of one ssh process.
      return { protocol: 'http', host: 'engine.invalid', port: 80, ...pool(createSshAgent(address, env)) }
    case 'tcp': {
      const { host, port, tls } = address
      if (tls === undefined) return { protocol: 'http', host, port, ...pool(new HttpAgent({ keepAlive: true })) }
      const agent = new HttpsAgent({
        keepAlive: true,
        rejectUnauthorized: tls.verify,
        ...(tls.ca !== undefined && { ca: tls.ca }),
        ...(tls.cert !== undefined && { cert: tls.cert }),
        ...(tls.key !== undefined && { key: tls.key }),
      })
      return { protocol: 'https', host, port, ...pool(agent) }
    }
  }
}

function pool(agent: HttpAgent): { readonly agent: HttpAgent; close(): void } {
  // docker-modem prints every request with its agent, sockets and all, whether anyone debugs or not: most of its time.
  Object.defineProperty(agent, inspect.custom, { value: () => 'a pool of connections' })
  return { agent, close: () => agent.destroy() }
}
