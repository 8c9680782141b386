import { formatPlatform } from '../oci/platform.ts'
import type { Target } from '../plan/target.ts'
import { deadlineFor, type Deadline, type NativeStart } from '../plan/timeout.ts'

/** The deadlines of a run's targets: what one of them shows says how long others may take. */
export interface Deadlines {
  /** As far as it is known now; it may still change. */
  of(target: Target): Deadline
  /** A target was healthy so many milliseconds after its start. */
  tell(target: Target, readyMs: number): void
  /** The native start on the same engine that a target's is compared with, once there is one. */
  nativeOf(target: Target): NativeStart | undefined
}

export interface DeadlinesOptions {
  /** Identifies a target's engine. */
  readonly engineOf: (target: Target) => unknown
  /** Of a target's engine, in OCI's words: of several native platforms its own is the one to compare with. */
  readonly hostArchitectureOf: (target: Target) => string
  /** What the user said. */
  readonly askedMs: (target: Target) => number | undefined
  /** How many times slower a target's emulator computes; undefined as long as that is not known. */
  readonly slowdownOf: (target: Target) => number | undefined
  /** How many processes want each core of a target's host, at this moment. */
  readonly crowdingOf: (target: Target) => number
}

/** The deadlines of targets that are run together. */
export function createDeadlines(options: DeadlinesOptions): Deadlines {
  const { engineOf, hostArchitectureOf, askedMs, slowdownOf, crowdingOf } = options
  const started = new Map<unknown, NativeStart>()
  const nativeOf = (target: Target): NativeStart | undefined => started.get(engineOf(target))
  return {
    of: (target) => {
      const { execution } = target
      // What another machine took is better than nothing.
      const native = nativeOf(target) ?? [...started.values()][0]
      return deadlineFor({
        execution,
        native,
        askedMs: askedMs(target),
        slowdown: slowdownOf(target),
        crowding: crowdingOf(target),
      })
    },
    tell: (target, readyMs) => {
      if (target.execution.kind !== 'native') return
      const isOwn = target.platform.architecture === hostArchitectureOf(target)
      if (!isOwn && nativeOf(target) !== undefined) return
      started.set(engineOf(target), { platform: formatPlatform(target.platform), readyMs })
    },
    nativeOf,
  }
}
