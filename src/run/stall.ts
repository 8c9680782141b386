import { setTimeout as sleep } from 'node:timers/promises'
import type { ContainerUsage, StartedContainer } from '../engine/engine.ts'
import type { OutsideView } from './outside-view.ts'

/** What a container that did not become ready was doing at the end. */
export interface Stall {
  /** Processors it used: 1 is one core, all the time. Undefined where the engine does not tell. */
  readonly cores?: number
  /** Processors it waited for beside those, because others had them. */
  readonly waitingCores?: number
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
export async function lookAtStall(
  container: Watched,
  view: Pick<OutsideView, 'readWaitedMs'>,
  wasShortOfProcesses: boolean,
): Promise<Stall> {
  const state = await container.state().catch(() => undefined)
  const wasOutOfMemory = state?.running === true && state.outOfMemory === true
  const measured = await measure(container, view).catch(() => undefined)
  const isOutOfMemory = wasOutOfMemory || isNear(measured?.last.memoryBytes, measured?.last.memoryLimitBytes)
  const isShort = wasShortOfProcesses || isNear(measured?.last.processes, measured?.last.processLimit)
  return {
    ...(measured !== undefined && {
      cores: measured.cores,
      ...(measured.waitingCores !== undefined && { waitingCores: measured.waitingCores }),
      memoryBytes: measured.last.memoryBytes,
      memoryBytesPerSecond: measured.memoryBytesPerSecond,
    }),
    ...(isShort ? { shortOf: 'processes' } : isOutOfMemory ? { shortOf: 'memory' } : {}),
  }
}

interface Measured {
  readonly cores: number
  readonly waitingCores: number | undefined
  readonly memoryBytesPerSecond: number
  readonly last: ContainerUsage
}

async function measure(container: Watched, view: Pick<OutsideView, 'readWaitedMs'>): Promise<Measured> {
  const waitedBefore = await view.readWaitedMs()
  const first = await container.usage()
  const firstAtMs = performance.now()
  await sleep(measureMs)
  const last = await container.usage()
  const tookMs = performance.now() - firstAtMs
  const waited = await view.readWaitedMs()
  return {
    cores: Math.max(0, last.cpuMs - first.cpuMs) / tookMs,
    waitingCores: waited === undefined || waitedBefore === undefined ? undefined : (waited - waitedBefore) / tookMs,
    memoryBytesPerSecond: ((last.memoryBytes - first.memoryBytes) / tookMs) * 1000,
    last,
  }
}

function isNear(used: number | undefined, limit: number | undefined): boolean {
  return used !== undefined && limit !== undefined && used >= limit * nearLimit
}

/** What it does, in a word or two each: `idle`, `busy (98 % of a core)`; none where nothing was measured. */
export function describeLoad(stall: Stall): readonly string[] {
  const { cores, waitingCores = 0, memoryBytes = 0, memoryBytesPerSecond = 0 } = stall
  if (cores === undefined) return []
  const share = `${Math.round(cores * 100)} % of a core`
  const wanted = waitingCores < 0.2 ? share : `${share}, which others use as well`
  const work = cores + waitingCores < 0.02 ? 'idle' : `busy (${wanted})`
  if (memoryBytesPerSecond < fastGrowthBytes) return [work]
  return [work, `taking more and more memory (${Math.round(memoryBytes / 1024 ** 2)} MiB)`]
}
