import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { HarnessMethod, HarnessMethods, HarnessResponse } from './protocol.ts'

/** A suite's line to the run that started its containers. */
export interface HarnessConnection {
  ask<M extends HarnessMethod>(
    project: string,
    method: M,
    params: HarnessMethods[M]['params'],
  ): Promise<HarnessMethods[M]['result']>
}

interface Waiting {
  readonly resolve: (result: never) => void
  readonly reject: (error: Error) => void
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
  const fail = (error: Error): void => {
    failure = error
    connections.delete(address)
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('the run this suite belongs to has ended')))
  createInterface({ input: socket }).on('line', (line) => {
    const response: HarnessResponse = JSON.parse(line)
    const waiter = waiting.get(response.id)
    waiting.delete(response.id)
    if (waiter === undefined) return
    if ('error' in response) waiter.reject(describeFailure(response.error))
    else waiter.resolve(response.result as never)
  })
  return {
    ask: (project, method, params) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(failure)
        const id = nextId++
        waiting.set(id, { resolve, reject })
        socket.write(`${JSON.stringify({ id, project, method, params })}\n`)
      }),
  }
}

function describeFailure(error: { readonly message: string; readonly hint?: string }): Error {
  return new Error(error.hint === undefined ? error.message : `${error.message} (${error.hint})`)
}
