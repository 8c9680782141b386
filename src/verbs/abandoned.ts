import { hostname } from 'node:os'
import { placeOf, type BuiltName } from '../build/engine-name.ts'
import { readProcessMark, readUptimeSeconds, type ProcessMark } from '../config/process-mark.ts'
import { deadlineLabel, hostLabel, originLabel, processLabel } from '../engine/labels.ts'
import { parseOrigin } from '../run/origin.ts'
import { isSameProcessAlive } from './process-alive.ts'

/** What this process may hold against what a label says. */
export interface Here {
  readonly hostName: string
  readonly nowMs: number
  readonly uptimeSeconds: number | undefined
  readonly mark: ProcessMark | undefined
  /** True when that very process goes on; any of that number where its start is not known. */
  readonly isAlive: (processId: number, startTicks: string | undefined) => boolean
}

/** As it is now. */
export function readHere(): Here {
  return {
    hostName: hostname(),
    nowMs: Date.now(),
    uptimeSeconds: readUptimeSeconds(),
    mark: readProcessMark(),
    isAlive: isSameProcessAlive,
  }
}

/**
 * True when the run of something that carries these labels is over: by its deadline, or because its process is gone.
 *
 * A process is known by its kernel's start, its own, and the namespace its number counts in. One that cannot be seen
 * from here, on another machine or in another container, may still go on: then only the deadline counts. That is read
 * off the kernel's own clock where it is the same kernel: the other one can be set.
 */
export function isAbandoned(labels: Readonly<Record<string, string>>, here: Here): boolean {
  const origin = parseOrigin(labels[originLabel])
  const processId = Number(labels[processLabel])
  if (origin !== undefined && isSeenFrom(here, origin)) {
    return (here.uptimeSeconds ?? 0) > origin.endsAtUptime || !here.isAlive(processId, origin.startTicks)
  }
  if (!(Number(labels[deadlineLabel]) > here.nowMs / 1000)) return true
  return origin === undefined && labels[hostLabel] === here.hostName && !here.isAlive(processId, undefined)
}

/** The same of an image that a build left in an engine's store: only its name tells whose it is. */
export function isAbandonedBuild({ processId, startTicks, place, endsMs }: BuiltName, here: Here): boolean {
  if (here.nowMs > endsMs) return true
  return place !== '' && place === placeOf(here.mark) && !here.isAlive(processId, startTicks)
}

function isSeenFrom({ mark }: Here, origin: ProcessMark): boolean {
  return origin.bootId === mark?.bootId && origin.pidNamespace === mark.pidNamespace
}
