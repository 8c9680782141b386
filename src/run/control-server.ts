import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { toHarnessError } from '../errors.ts'
import { maxLineBytes, type HarnessMethod, type HarnessMethods, type HarnessRequest } from '../harness/protocol.ts'

/** What answers the suites of one project. */
export type HarnessHandlers = {
  readonly [M in HarnessMethod]: (params: HarnessMethods[M]['params']) => Promise<HarnessMethods[M]['result']>
}

export interface ControlServer {
  /** What suites connect to: a socket file, or a named pipe on Windows. */
  readonly address: string
  close(): Promise<void>
}

/** Opens the line over which suites ask about the containers the run has started for them. */
export async function openControlServer(
  handlersOf: (project: string) => HarnessHandlers | undefined,
): Promise<ControlServer> {
  const folder = await mkdtemp(join(tmpdir(), 'everyarch-'))
  const address =
    process.platform === 'win32' ? `\\\\.\\pipe\\${folder.replaceAll(/\W/g, '-')}` : join(folder, 'run.sock')
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    createInterface({ input: socket }).on('line', (line) => void answer(socket, line, handlersOf))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(address, resolve)
  })
  return {
    address,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function answer(
  socket: Socket,
  line: string,
  handlersOf: (project: string) => HarnessHandlers | undefined,
): Promise<void> {
  if (line.length > maxLineBytes) return void socket.destroy()
  const request: HarnessRequest = JSON.parse(line)
  const response = await handle(request, handlersOf).then(
    (result) => ({ id: request.id, result }),
    (thrown: unknown) => {
      const { message, hint } = toHarnessError(thrown)
      return { id: request.id, error: { message, ...(hint === undefined ? {} : { hint }) } }
    },
  )
  if (!socket.destroyed) socket.write(`${JSON.stringify(response)}\n`)
}

async function handle(
  request: HarnessRequest,
  handlersOf: (project: string) => HarnessHandlers | undefined,
): Promise<unknown> {
  const handlers = handlersOf(request.project)
  if (handlers === undefined) throw new Error(`no platform "${request.project}" in this run`)
  if (!Object.hasOwn(handlers, request.method)) throw new Error(`no method "${request.method}"`)
  const handler: (params: never) => Promise<unknown> = handlers[request.method]
  return handler(request.params as never)
}
