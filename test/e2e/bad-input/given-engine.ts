import { connect, createServer, type Server, type Socket } from 'node:net'

/** Connects to the engine the tests are given. */
export function connectToEngine(): Socket {
  const url = new URL(process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock')
  if (url.protocol === 'unix:') return connect(url.pathname)
  return connect(Number(url.port || 2375), url.hostname)
}

/** An engine that can be taken away. */
export interface FragileEngine extends AsyncDisposable {
  /** Every connection is cut, and none is taken any more. */
  vanish(): void
}

/** The engine the tests are given, behind a socket that can be taken away. */
export async function openFragileEngine(socketPath: string): Promise<FragileEngine> {
  const sockets = new Set<Socket>()
  const keep = (socket: Socket): Socket => {
    sockets.add(socket)
    return socket.once('close', () => sockets.delete(socket)).on('error', () => socket.destroy())
  }
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    const engine = keep(connectToEngine())
    keep(socket).pipe(engine).pipe(socket)
  })
  await new Promise<void>((resolve) => void server.listen(socketPath, resolve))
  const vanish = (): void => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  return {
    vanish,
    [Symbol.asyncDispose]: async () => vanish(),
  }
}
