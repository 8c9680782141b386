import { setTimeout as sleep } from 'node:timers/promises'
import type { ContainerUsage, StartedContainer } from '../engine/engine.ts'

/** What a container that did not become ready was doing at the end. */
export interface Stall {
  /** Processors it used: 1 is one core, all the time. Undefined where the engine does not tell. */
  readonly cores?: number
  readonly memoryBytes?: number
  /** How much more it took in each second. */
  readonly memoryBytesPerSecond?: number
  /** The limit it ran into, or is about to. */
  readonly shortOf?: 'memory' | 'processes'
}

/** How long the use of processors is measured. */
const measureMs = 400
/** So near its limit an application computes nothing any more: the kernel looks for pages. */
const nearLimit = 0.97
/** A start that reads its files may take that much for a while; it is said only of one that does nothing else. */
const fastGrowthBytes = 20 * 1024 ** 2

type Watched = Pick<StartedContainer, 'state' | 'usage'>

/** Looks at what a running container does. @param wasShortOfProcesses whether it was seen to be before */
export async function lookAtStall(container: Watched, wasShortOfProcesses: boolean): Promise<Stall> {
  const state = await container.state().catch(() => undefined)
  const wasOutOfMemory = state?.running === true && state.outOfMemory === true
  const measured = await measure(container).catch(() => undefined)
  const isOutOfMemory = wasOutOfMemory || isNear(measured?.last.memoryBytes, measured?.last.memoryLimitBytes)
  const isShort = wasShortOfProcesses || isNear(measured?.last.processes, measured?.last.processLimit)
  return {
    ...(measured !== undefined && {
      cores: measured.cores,
      memoryBytes: measured.last.memoryBytes,
      memoryBytesPerSecond: measured.memoryBytesPerSecond,
    }),
    ...(isShort ? { shortOf: 'processes' } : isOutOfMemory ? { shortOf: 'memory' } : {}),
  }
}

interface Measured {
  readonly cores: number
  readonly memoryBytesPerSecond: number
  readonly last: ContainerUsage
}

async function measure(container: Watched): Promise<Measured> {
  const first = await container.usage()
  const firstAtMs = performance.now()
  await sleep(measureMs)
  const last = await container.usage()
  const tookMs = performance.now() - firstAtMs
  return {
    cores: Math.max(0, last.cpuMs - first.cpuMs) / tookMs,
    memoryBytesPerSecond: ((last.memoryBytes - first.memoryBytes) / tookMs) * 1000,
    last,
  }
}

function isNear(used: number | undefined, limit: number | undefined): boolean {
  return used !== undefined && limit !== undefined && used >= limit * nearLimit
}

/** What it does, in a word or two each: `idle`, `busy (98 % of a core)`; none where nothing was measured. */
export function describeLoad({ cores, memoryBytes = 0, memoryBytesPerSecond = 0 }: Stall): readonly string[] {
  if (cores === undefined) return []
  const work = cores < 0.02 ? 'idle' : `busy (${Math.round(cores * 100)} % of a core)`
  if (memoryBytesPerSecond < fastGrowthBytes) return [work]
  return [work, `taking more and more memory (${Math.round(memoryBytes / 1024 ** 2)} MiB)`]
}
