import { createFinding } from '../report/finding.ts'
import type { Classified } from './checks.ts'
import { logEvidence } from './log-evidence.ts'
import type { Observation } from './observation.ts'

/** How much memory each container of a platform has, and who said so. */
export interface MemoryLimit {
  readonly bytes: number
  readonly isSetByUser: boolean
}

/** How many processes, threads among them, each container of a platform may have, and who said so. */
export interface ProcessLimit {
  readonly count: number
  readonly isSetByUser: boolean
}

export interface ContainerLimits {
  readonly memoryLimit: MemoryLimit
  readonly processLimit: ProcessLimit
}

/** An application that ran into a limit: the image's fault only where the user says that it should do with that. */
export function ranIntoLimit(
  observation: Observation,
  { memoryLimit, processLimit }: ContainerLimits,
  what: 'memory' | 'processes',
): Classified {
  const { isSetByUser } = what === 'memory' ? memoryLimit : processLimit
  const mebibytes = Math.round(memoryLimit.bytes / 1024 ** 2)
  const amount = what === 'memory' ? `${mebibytes} MiB of memory` : `${processLimit.count} processes`
  const finding = createFinding(
    'run/out-of-memory',
    `it ran into ${isSetByUser ? 'its limit' : 'the default limit'} of ${amount}`,
    {
      severity: isSetByUser ? 'error' : 'environment',
      evidence: {
        ...(what === 'memory' ? { memoryBytes: memoryLimit.bytes } : { processes: processLimit.count }),
        ...logEvidence(observation),
      },
      hint:
        what === 'memory'
          ? 'give it more with --memory 4GiB'
          : `if it needs that many processes and threads, give it more with --pids-limit ${processLimit.count * 4}`,
    },
  )
  return { check: 'start', finding }
}

/** Text by which programs say that they could make no process or thread. */
const refusal =
  /(?:fork|clone|spawn|thread|pthread_create).{0,80}(?:resource temporarily unavailable|EAGAIN|os error 11)|can't fork|cannot fork|unable to create (?:new |native )*thread|^runtime: failed to create new OS thread/i

/** The limit an application ran into that has ended, by what its kernel or the application itself says. */
export function limitOfExit({ outcome, log }: Observation): 'memory' | 'processes' | undefined {
  if (outcome.kind !== 'exited') return undefined
  return outcome.shortOf ?? (log.some((line) => refusal.test(line)) ? 'processes' : undefined)
}
