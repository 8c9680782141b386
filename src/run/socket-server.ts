import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { temporaryPrefix } from '../config/process-mark.ts'
import { HarnessError } from '../errors.ts'

export interface SocketServer {
  /** What processes of this machine connect to: a socket file, or a named pipe on Windows. */
  readonly address: string
  close(): Promise<void>
}

/** Opens a server that only this user's processes on this machine can reach. */
export async function openSocketServer(onSocket: (socket: Socket) => void): Promise<SocketServer> {
  const folder = await makeTemporaryFolder()
  const address =
    process.platform === 'win32' ? `\\\\.\\pipe\\${folder.replaceAll(/\W/g, '-')}` : join(folder, 'run.sock')
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    onSocket(socket)
  })
  await listen(server, address).catch(async (thrown: unknown) => {
    await rm(folder, { recursive: true, force: true })
    throw thrown
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

/** A socket's path may have 107 bytes on Linux and 103 on a Mac: a long temporary folder is of no use for it. */
const longestSocketPath = 100

/** Named with the process it belongs to, so that what a killed one left can be told. */
async function makeTemporaryFolder(): Promise<string> {
  const name = temporaryPrefix()
  const fits = join(tmpdir(), `${name}XXXXXX`, 'run.sock').length <= longestSocketPath || process.platform === 'win32'
  try {
    return await mkdtemp(join(fits ? tmpdir() : '/tmp', name))
  } catch (cause) {
    throw new HarnessError('internal', `no folder can be made in ${tmpdir()}`, {
      cause,
      hint: 'make room there, or set TMPDIR to a folder that can be written',
    })
  }
}

function listen(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(address, resolve)
  })
}
