import { once } from 'node:events'
import { createServer as createHttpServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { json } from 'node:stream/consumers'

/** Where the engine the tests are given listens. */
function engineAddress(): { readonly path: string } | { readonly host: string; readonly port: number } {
  const url = new URL(process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock')
  if (url.protocol === 'unix:') return { path: url.pathname }
  return { host: url.hostname, port: Number(url.port || 2375) }
}

/** What a test changes of an engine. */
export interface Alteration {
  /** What it says of itself. */
  readonly info?: (info: object) => object
  /** Waited for before a request is passed on: `POST /v1.51/containers/create?…`. */
  readonly before?: (request: string) => Promise<void>
}

/** The engine the tests are given, changed by a test, on this socket. */
export async function openAlteredEngine(socketPath: string, alteration: Alteration): Promise<AsyncDisposable> {
  const server = createHttpServer((incoming, response) => {
    passOn(incoming, response, alteration).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => void server.listen(socketPath, resolve))
  return {
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => void server.close(resolve))
    },
  }
}

async function passOn(incoming: IncomingMessage, response: ServerResponse, alteration: Alteration): Promise<void> {
  const { url = '/', method = '', headers } = incoming
  await alteration.before?.(`${method} ${url}`)
  const address = engineAddress()
  const target = 'path' in address ? { socketPath: address.path } : address
  const outgoing = request({ ...target, path: url, method, headers })
  incoming.pipe(outgoing)
  const [answer]: IncomingMessage[] = await once(outgoing, 'response')
  if (answer === undefined) throw new Error('no answer')
  if (alteration.info === undefined || !url.endsWith('/info')) {
    response.writeHead(answer.statusCode ?? 500, answer.headers)
    answer.on('error', () => response.destroy())
    response.on('close', () => outgoing.destroy())
    return void answer.pipe(response)
  }
  const info: unknown = await json(answer)
  if (typeof info !== 'object' || info === null) throw new Error('the engine says nothing of itself')
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(alteration.info(info)))
}

/** An engine that can be taken away. */
export interface FragileEngine extends AsyncDisposable {
  /** Every connection is cut, and none is taken any more. */
  vanish(): void
  /** Connections are taken again. */
  comeBack(): Promise<void>
}

/** The engine the tests are given, behind a socket that can be taken away. */
export async function openFragileEngine(socketPath: string): Promise<FragileEngine> {
  const sockets = new Set<Socket>()
  const keep = (socket: Socket): Socket => {
    sockets.add(socket)
    return socket.once('close', () => sockets.delete(socket)).on('error', () => socket.destroy())
  }
  const take = (socket: Socket): void => {
    const engine = keep(connect(engineAddress()))
    keep(socket).pipe(engine).pipe(socket)
  }
  let server: Server | undefined
  const comeBack = async (): Promise<void> => {
    const opened = createServer({ allowHalfOpen: true }, take)
    server = opened
    await new Promise<void>((resolve) => void opened.listen(socketPath, resolve))
  }
  const vanish = (): void => {
    server?.close()
    for (const socket of sockets) socket.destroy()
  }
  await comeBack()
  return {
    vanish,
    comeBack,
    [Symbol.asyncDispose]: async () => vanish(),
  }
}
