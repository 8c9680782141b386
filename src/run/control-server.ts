import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { temporaryPrefix } from '../config/process-mark.ts'
import { HarnessError, toHarnessError } from '../errors.ts'
import { maxLineBytes, type HarnessAnswers, type HarnessMethod } from '../harness/protocol.ts'
import { parseHarnessDetails, type HarnessDetails } from './harness-details.ts'
import { asObject } from '../oci/json.ts'
import { readLimitedLines } from './limited-lines.ts'

/** What answers the suites of one project. */
export type HarnessHandlers = {
  readonly [M in HarnessMethod]: (command: readonly string[], details: HarnessDetails) => Promise<HarnessAnswers[M]>
}

type HandlersOf = (project: string) => HarnessHandlers | undefined

export interface ControlServer {
  /** What suites connect to: a socket file, or a named pipe on Windows. */
  readonly address: string
  close(): Promise<void>
}

/** Opens the line over which suites ask about the containers the run has started for them. */
export async function openControlServer(
  handlersOf: (project: string) => HarnessHandlers | undefined,
): Promise<ControlServer> {
  const folder = await makeTemporaryFolder()
  const address =
    process.platform === 'win32' ? `\\\\.\\pipe\\${folder.replaceAll(/\W/g, '-')}` : join(folder, 'run.sock')
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    void serve(socket, handlersOf)
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

/** Whoever sends a longer line than any suite does is no suite: with the last line that is read the socket is closed. */
async function serve(socket: Socket, handlersOf: HandlersOf): Promise<void> {
  try {
    for await (const line of readLimitedLines(socket, maxLineBytes)) void answer(socket, line, handlersOf)
  } catch {
    socket.destroy()
  }
}

async function answer(socket: Socket, line: string, handlersOf: HandlersOf): Promise<void> {
  const space = line.indexOf(' ')
  const response = await handle(line.slice(space + 1), handlersOf).then(
    (result) => ({ result }),
    (thrown: unknown) => {
      const { message, hint } = toHarnessError(thrown)
      return { error: { message, ...(hint === undefined ? {} : { hint }) } }
    },
  )
  if (!socket.destroyed) socket.write(`${line.slice(0, space)} ${JSON.stringify(response)}\n`)
}

async function handle(json: string, handlersOf: HandlersOf): Promise<unknown> {
  const parsed: unknown = JSON.parse(json)
  const request = asObject(parsed, 'request')
  const project = request.string('project')
  const handlers = handlersOf(project)
  if (handlers === undefined) throw new Error(`no platform "${project}" in this run`)
  const method = request.string('method')
  const handler = Object.entries(handlers).find(([name]) => name === method)?.[1]
  if (handler === undefined) throw new Error(`no method "${method}"`)
  return handler(request.strings('command'), parseHarnessDetails(request))
}
