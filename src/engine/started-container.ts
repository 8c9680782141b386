import { setTimeout as sleep } from 'node:timers/promises'
import { asObject, parseWithin } from '../oci/json.ts'
import type { EngineClient } from './client.ts'
import { commitContainer } from './commit.ts'
import { readContainerOutput } from './container-output.ts'
import { readUsage } from './container-usage.ts'
import type { ContainerState, ExitState, StartedContainer } from './engine.ts'
import { answerStatus } from './engine-error.ts'
import { execInContainer } from './exec.ts'
import { followLogs } from './follow-logs.ts'
import { inspectContainer, inspectRaw } from './inspect.ts'
import { listProcesses, listThreads } from './processes.ts'
import { withProtocol } from './publish.ts'
import { listReceivedSignals } from './received-signals.ts'
import type { Forward } from './ssh-forward.ts'

/** What is known of a container once it has started. */
export interface StartFacts {
  readonly id: string
  /** Monotonic, of this process. */
  readonly startedAtMs: number
  /** The same moment on the engine's clock, as far as it is known. */
  readonly startedAt: Date
  /** Host ports by container port: `5000/tcp`. */
  readonly ports: ReadonlyMap<string, number>
  /** Where its published ports are reached. */
  readonly host: string
  /** By container port, where they are reached through forwards. */
  readonly forwards: ReadonlyMap<string, Forward>
  readonly isPodman: boolean
  /** Where ports that are not published are reached, if they are. */
  readonly openHost?: string
  /** @param processId PID 1's, where that was seen */
  readonly remove: (processId: number | undefined) => Promise<void>
}

/** The operations on one container. */
export function createStartedContainer(client: EngineClient, start: StartFacts): StartedContainer {
  const { id, ports, host, forwards } = start
  let processId: number | undefined
  return {
    id,
    startedAtMs: start.startedAtMs,
    address: (containerPort) => {
      const forward = forwards.get(withProtocol(containerPort))
      if (forward !== undefined) return addressOf(forward)
      const port = ports.get(withProtocol(containerPort))
      if (port !== undefined) return { host, port }
      const { openHost } = start
      return openHost === undefined ? undefined : { host: openHost, port: Number.parseInt(containerPort, 10) }
    },
    followLogs: (onLine, signal, limits) => {
      const isRunning = async (): Promise<boolean> => (await readState(client, id)).running
      return followLogs(client, { id, startedAt: start.startedAt, isRunning, onLine, signal, limits })
    },
    wait: async (signal) => {
      const ended = await client.call({
        action: 'wait for a container',
        method: 'POST',
        path: `/containers/${id}/wait`,
        timeoutMs: 0,
        ...(signal !== undefined && { signal }),
      })
      const read = (): number => asObject(ended).integer('StatusCode', { min: Number.MIN_SAFE_INTEGER })
      return readExit(client, id, parseWithin("the engine's container", read, 'engine-failed'), signal)
    },
    state: async () => {
      const state = await readState(client, id)
      if (state.running) processId = state.pid
      return state
    },
    output: (limits, signal) => readContainerOutput(client, id, limits, signal),
    commit: (name, signal) => commitContainer(client, id, name, signal),
    inspect: () => inspectRaw(client, id),
    exec: (command, options) => execInContainer(client, id, command, options),
    processes: () => listProcesses(client, id, start.isPodman),
    threads: async () => {
      const state = await readState(client, id)
      if (!state.running || state.pid === undefined || start.isPodman) return []
      return listThreads(client, id, state.pid)
    },
    usage: () => readUsage(client, id),
    receivedSignals: () => listReceivedSignals(client, id),
    kill: async (signal) => {
      try {
        await client.call({
          action: 'kill a container',
          method: 'POST',
          path: `/containers/${id}/kill`,
          query: { signal },
        })
      } catch (error) {
        // It has ended, or is gone: dead either way.
        if (![404, 409].includes(answerStatus(error) ?? 0)) throw error
      }
    },
    remove: async () => {
      await start.remove(processId)
      await Promise.all([...forwards.values()].map((forward) => forward.close()))
    },
  }
}

async function readState(client: EngineClient, id: string, signal?: AbortSignal): Promise<ContainerState> {
  return (await inspectContainer(client, id, signal)).state
}

/** An application that cannot be asked is not one that does not answer. */
function addressOf(forward: Forward): { readonly host: string; readonly port: number } {
  const failure = forward.failure()
  if (failure !== undefined) throw failure
  return { host: '127.0.0.1', port: forward.port }
}

/** By SIGKILL: 128 + 9. A busy engine hears that it was for want of memory after it heard of the end. */
const killedExitCode = 137
const mostLooks = 3
const betweenLooksMs = 150

/** How it ended; one that was removed while it was waited for has left only its exit code. */
async function readExit(client: EngineClient, id: string, exitCode: number, signal?: AbortSignal): Promise<ExitState> {
  const unknown = { exitCode, outOfMemory: false, error: '' }
  try {
    for (let look = 1; ; look += 1) {
      const state = await readState(client, id, signal)
      if (state.running) return unknown
      const mayBeToldLater = state.exitCode === killedExitCode && !state.outOfMemory
      if (!mayBeToldLater || look === mostLooks) {
        return { exitCode: state.exitCode, outOfMemory: state.outOfMemory, error: state.error }
      }
      await sleep(betweenLooksMs)
    }
  } catch (error) {
    if (answerStatus(error) === 404) return unknown
    throw error
  }
}
