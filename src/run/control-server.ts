import type { Socket } from 'node:net'
import { toHarnessError } from '../errors.ts'
import { maxLineBytes, type HarnessAnswers, type HarnessMethod } from '../harness/protocol.ts'
import { parseHarnessDetails, type HarnessDetails } from './harness-details.ts'
import { asObject } from '../oci/json.ts'
import { readLimitedLines } from './limited-lines.ts'
import { openSocketServer, type SocketServer } from './socket-server.ts'

/** What answers the suites of one project. */
export type HarnessHandlers = {
  readonly [M in HarnessMethod]: (command: readonly string[], details: HarnessDetails) => Promise<HarnessAnswers[M]>
}

type HandlersOf = (project: string) => HarnessHandlers | undefined

/** Opens the line over which suites ask about the containers the run has started for them. */
export async function openControlServer(
  handlersOf: (project: string) => HarnessHandlers | undefined,
): Promise<SocketServer> {
  return openSocketServer((socket) => void serve(socket, handlersOf))
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
