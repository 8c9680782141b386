import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import type { Engine } from '../../../src/engine/engine.ts'
import type { EngineEndpoint } from '../../../src/engine/endpoint.ts'
import { openEngine, type OpenEngineOptions } from '../../../src/engine/open-engine.ts'

/** A request as it came, its body read. */
export interface Asked {
  readonly route: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export type Answer = (response: ServerResponse, asked: Asked) => void

/** An engine that answers what a test tells it to, on a socket in a folder of its own. */
export interface FakeEngine {
  readonly socketPath: string
  readonly endpoint: EngineEndpoint
  readonly asked: readonly Asked[]
  open(options?: Pick<OpenEngineOptions, 'callTimeoutMs'>): Promise<Engine>
  [Symbol.asyncDispose](): Promise<void>
}

const info = { ID: 'fake', OSType: 'linux', Architecture: 'x86_64', ServerVersion: '0', Name: 'elsewhere' }

/** @param routes answers by `METHOD /path`; identifiers in paths are written `*` */
export async function startFakeEngine(routes: Readonly<Record<string, Answer>> = {}): Promise<FakeEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'everyarch-engine-'))
  const socketPath = join(folder, 'engine.sock')
  const asked: Asked[] = []
  const all: Readonly<Record<string, Answer>> = {
    'GET /_ping': (response) => response.writeHead(200, { 'api-version': '1.51', ostype: 'linux' }).end('OK'),
    'GET /info': json(info),
    ...routes,
  }
  const server = createServer(createListener(all, asked))
  await new Promise<void>((resolve) => server.listen(socketPath, resolve))
  const endpoint: EngineEndpoint = { name: 'fake', source: 'test', address: { kind: 'unix', path: socketPath } }
  const engines: Engine[] = []
  return {
    socketPath,
    endpoint,
    asked,
    open: async (options) => {
      const engine = await openEngine({ endpoint, env: {}, ...options })
      engines.push(engine)
      return engine
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(engines.map((engine) => engine.close()))
      await stop(server)
      await rm(folder, { recursive: true })
    },
  }
}

/** Answers like an engine: routes by method and path, with 404 for all others. */
export function createListener(routes: Readonly<Record<string, Answer>>, asked: Asked[] = []): RequestListener {
  return (request, response) => {
    void buffer(request).then((body) => {
      const url = new URL(request.url ?? '/', 'http://engine')
      const route = `${request.method} ${withoutName(url.pathname)}`
      const call: Asked = { route, query: url.searchParams, headers: request.headers, body: body.toString() }
      asked.push(call)
      const answer = routes[route] ?? status(404, `no such thing: ${route}`)
      answer(response, call)
    })
  }
}

/** The path with `*` for a name or identifier; the names of images hold slashes themselves. */
function withoutName(path: string): string {
  const [, kind = '', rest = ''] = /^\/(containers|exec|images)\/(.+)$/.exec(path) ?? []
  if (rest === '' || ['create', 'json', 'load'].includes(rest)) return path
  const [, operation = ''] = /(\/(?:json|get|start|archive|logs|wait|kill|top|stats|exec))$/.exec(rest) ?? []
  return `/${kind}/*${operation}`
}

export function json(value: unknown, code = 200): Answer {
  return (response) => response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

/** An error as engines write it. */
export function status(code: number, message: string): Answer {
  return json({ message }, code)
}

/** Events of a pull or a load, and then the end of the stream. */
export function events(...values: readonly unknown[]): Answer {
  return (response) => response.writeHead(200).end(values.map((value) => `${JSON.stringify(value)}\r\n`).join(''))
}

/** Answers in order, the last one for ever. */
export function inTurn(...answers: readonly Answer[]): Answer {
  let next = 0
  return (response, asked) => answers[Math.min(next++, answers.length - 1)]?.(response, asked)
}

/** What engines answer to what needs no words. */
export function empty(response: ServerResponse): void {
  response.writeHead(204).end()
}

export function never(): void {
  // A stuck engine: the request is taken, and nothing comes.
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
