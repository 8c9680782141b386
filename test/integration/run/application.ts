import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { createServer as createRawServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { noWants } from '../../../src/config/answer-wants.ts'
import type { HttpCondition } from '../../../src/plan/condition.ts'
import { askHttp } from '../../../src/run/ask-http.ts'
import type { Answer } from '../../../src/run/observation.ts'

/** A server on loopback that is asked as if it were port 5000 of a container. */
export interface Application extends AsyncDisposable {
  readonly port: number
  /** Requests or connections it was sent. */
  readonly asked: () => number
}

/** Answers over HTTP, or over TLS with a certificate. */
export async function serveHttp(
  answer: RequestListener,
  keys?: { readonly key: string; readonly cert: string },
): Promise<Application> {
  return listen(keys === undefined ? createServer(answer) : createTlsServer(keys, answer), 'request')
}

/** Answers each connection with whatever it writes. */
export async function serveBytes(answer: (socket: Socket) => void): Promise<Application> {
  const server = createRawServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => answer(socket))
  })
  return listen(server, 'connection')
}

async function listen(server: Server, event: 'request' | 'connection'): Promise<Application> {
  const sockets = new Set<Socket>()
  let asked = 0
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.on(event, () => (asked += 1))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    asked: () => asked,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Asks an application for `/`, or as the condition says otherwise. */
export async function ask(
  application: Application,
  parts: Partial<HttpCondition> = {},
  options: { readonly timeoutMs?: number } = {},
): Promise<Answer> {
  const condition = { kind: 'http', scheme: 'http', port: '5000/tcp', path: '/', wants: noWants, ...parts } as const
  const address = (port: string) => (port === '5000/tcp' ? { host: '127.0.0.1', port: application.port } : undefined)
  const question = { condition, container: { address }, timeoutMs: options.timeoutMs ?? 20_000 }
  return askHttp(question, new AbortController().signal)
}
