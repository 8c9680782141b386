import { formatPlatform } from '../oci/platform.ts'
import type { Target } from '../plan/target.ts'
import { deadlineFor, type Deadline, type NativeStart } from '../plan/timeout.ts'

/** The deadlines of a run's targets: what one of them shows says how long others may take. */
export interface Deadlines {
  /** As far as it is known now; it may still change. */
  of(target: Target): Deadline
  /** A target was healthy so many milliseconds after its start. */
  tell(target: Target, readyMs: number): void
  /** The native start that others are compared with; absent until it happened, and where no platform is native. */
  native(): NativeStart | undefined
}

export interface DeadlinesOptions {
  readonly targets: readonly Target[]
  /** Of a target's engine, in OCI's words: of several native platforms its own is the one to compare with. */
  readonly hostArchitectureOf: (target: Target) => string
  /** What the user said. */
  readonly askedMs: (target: Target) => number | undefined
  /** How many times slower a target's emulator computes; undefined as long as that is not known. */
  readonly slowdownOf: (target: Target) => number | undefined
}

/** The deadlines of targets that are run together. */
export function createDeadlines({ targets, hostArchitectureOf, askedMs, slowdownOf }: DeadlinesOptions): Deadlines {
  const natives = targets.filter(({ execution }) => execution.kind === 'native')
  const reference = natives.find((target) => target.platform.architecture === hostArchitectureOf(target)) ?? natives[0]
  let native: NativeStart | undefined
  return {
    of: (target) => {
      const { execution } = target
      return deadlineFor({ execution, askedMs: askedMs(target), native, slowdown: slowdownOf(target) })
    },
    tell: (target, readyMs) => {
      if (target === reference) native = { platform: formatPlatform(target.platform), readyMs }
    },
    native: () => native,
  }
}
