import { deadlySignal } from '../emulation/dead-guest.ts'
import { countRefused } from '../engine/control-group.ts'
import type { Engine, StartedContainer } from '../engine/engine.ts'
import { findHostProcess, readHostThreads, readWaitedMs, type HostProcess } from './host-process.ts'

/** How PID 1 of a container is, whatever its engine says. */
export type GuestState =
  | { readonly kind: 'alive' }
  /** Its emulator waits for a death that never comes. */
  | { readonly kind: 'dead'; readonly signal: number }
  /** Nobody here can tell. */
  | { readonly kind: 'untold' }

/** What can be seen of a running container from outside, and how often it may be looked at. */
export interface OutsideView {
  /** Reading this host's `/proc` costs nothing; asking an engine makes it start a program. */
  readonly pauseMs: number
  readGuest(): Promise<GuestState>
  /**
   * How many processes it was refused since this was last asked: 1 stands for any number where an engine only tells
   * that it is at its limit.
   */
  countRefusedProcesses(): Promise<number>
  /** How long its first process has waited for a processor so far; undefined where that is not told. */
  readWaitedMs(): Promise<number | undefined>
}

const localPauseMs = 300
const remotePauseMs = 1500

/** Looks at a container through this host's kernel where the engine runs on it, else through the engine. */
export function openOutsideView(engine: Engine, container: StartedContainer): OutsideView {
  let found: HostProcess | undefined
  let refused = 0
  const hostProcess = async (): Promise<HostProcess | undefined> => (found ??= await findHostProcess(engine, container))
  return {
    pauseMs: engine.info.isLocal ? localPauseMs : remotePauseMs,
    readGuest: async () => {
      const here = await hostProcess()
      const threads = await (here === undefined ? container.threads().catch(() => []) : readHostThreads(here))
      if (threads.length === 0) return { kind: 'untold' }
      const signal = deadlySignal(threads)
      return signal === undefined ? { kind: 'alive' } : { kind: 'dead', signal }
    },
    countRefusedProcesses: async () => {
      const here = await hostProcess()
      if (here === undefined) {
        const { processes = 0, processLimit = Infinity } = await container.usage()
        return processes >= processLimit ? 1 : 0
      }
      const before = refused
      refused = (await countRefused(here.groups)) ?? before
      return refused - before
    },
    readWaitedMs: async () => {
      const here = await hostProcess()
      return here === undefined ? undefined : readWaitedMs(here)
    },
  }
}
