import { setTimeout as sleep } from 'node:timers/promises'
import type { ContainerUsage, StartedContainer } from '../engine/engine.ts'

/** What a container that did not become ready was doing at the end. */
export interface Stall {
  /** Processors it used: 1 is one core, all the time. Undefined where the engine does not tell. */
  readonly cores?: number
  readonly memoryBytes?: number
  /** The limit it ran into, or is about to. */
  readonly shortOf?: 'memory' | 'processes'
}

/** How long the use of processors is measured. */
const measureMs = 400
/** So near its limit an application computes nothing any more: the kernel looks for pages. */
const nearLimit = 0.97

/** Looks at what a running container does. @param wasShortOfProcesses whether it was seen to be before */
export async function lookAtStall(container: StartedContainer, wasShortOfProcesses: boolean): Promise<Stall> {
  const state = await container.state().catch(() => undefined)
  const wasOutOfMemory = state?.running === true && state.outOfMemory === true
  const measured = await measure(container).catch(() => undefined)
  const isOutOfMemory = wasOutOfMemory || isNear(measured?.last.memoryBytes, measured?.last.memoryLimitBytes)
  const isShort = wasShortOfProcesses || isNear(measured?.last.processes, measured?.last.processLimit)
  return {
    ...(measured !== undefined && { cores: measured.cores, memoryBytes: measured.last.memoryBytes }),
    ...(isShort ? { shortOf: 'processes' } : isOutOfMemory ? { shortOf: 'memory' } : {}),
  }
}

async function measure(
  container: StartedContainer,
): Promise<{ readonly cores: number; readonly last: ContainerUsage }> {
  const first = await container.usage()
  const firstAtMs = performance.now()
  await sleep(measureMs)
  const last = await container.usage()
  return { cores: Math.max(0, last.cpuMs - first.cpuMs) / (performance.now() - firstAtMs), last }
}

function isNear(used: number | undefined, limit: number | undefined): boolean {
  return used !== undefined && limit !== undefined && used >= limit * nearLimit
}

/** `idle`, or `busy (98 % of a core)`; nothing where it was not measured. */
export function describeLoad({ cores }: Stall): string | undefined {
  if (cores === undefined) return undefined
  return cores < 0.02 ? 'idle' : `busy (${Math.round(cores * 100)} % of a core)`
}
