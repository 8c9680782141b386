import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { HarnessAnswers, HarnessMethod, HarnessRequest, HarnessResponse } from './protocol.ts'

/** A suite's line to the run that started its containers. */
export interface HarnessConnection {
  ask<M extends HarnessMethod>(request: HarnessRequest & { readonly method: M }): Promise<HarnessAnswers[M]>
}

interface Waiting {
  readonly answer: (json: string) => void
  readonly fail: (error: Error) => void
}

const connections = new Map<string, HarnessConnection>()

/** The connection to the run at `address`, shared by all suites of this worker. */
export function connectHarness(address: string): HarnessConnection {
  const known = connections.get(address)
  if (known !== undefined) return known
  const opened = openConnection(address)
  connections.set(address, opened)
  return opened
}

function openConnection(address: string): HarnessConnection {
  const waiting = new Map<number, Waiting>()
  let nextId = 1
  let failure: Error | undefined
  const socket: Socket = connect(address)
  // A worker ends when its tests have; the line to the run must not keep it.
  socket.unref()
  const failAll = (error: Error): void => {
    failure ??= error
    connections.delete(address)
    for (const { fail } of waiting.values()) fail(failure)
    waiting.clear()
  }
  socket.on('error', failAll)
  socket.on('close', () => failAll(new Error('the run this suite belongs to has ended')))
  createInterface({ input: socket }).on('line', (line) => {
    const space = line.indexOf(' ')
    const id = Number(line.slice(0, space))
    waiting.get(id)?.answer(line.slice(space + 1))
    waiting.delete(id)
  })
  return {
    ask: <M extends HarnessMethod>(request: HarnessRequest & { readonly method: M }) =>
      new Promise<HarnessAnswers[M]>((resolve, reject) => {
        if (failure !== undefined) return reject(failure)
        const id = nextId++
        const answer = (json: string): void => {
          const response: HarnessResponse<M> = JSON.parse(json)
          if ('error' in response) reject(describeFailure(response.error))
          else resolve(response.result)
        }
        waiting.set(id, { answer, fail: reject })
        socket.write(`${id} ${JSON.stringify(request)}\n`)
      }),
  }
}

function describeFailure(error: { readonly message: string; readonly hint?: string }): Error {
  return new Error(error.hint === undefined ? error.message : `${error.message} (${error.hint})`)
}
