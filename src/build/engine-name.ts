import { createHash } from 'node:crypto'
import { readProcessMark, type ProcessMark } from '../config/process-mark.ts'

/** Where they all are in an engine's store. */
export const builtRepository = 'everyarch-build'

/** A run of this tool is over after a day: its deadline is no longer than that. */
const longestRunMs = 24 * 60 * 60 * 1000

/** What is known of the run that an image in an engine's store was built by. */
export interface BuiltName {
  readonly processId: number
  readonly startTicks: string | undefined
  /** Stands for the kernel and the namespace that the process's number counts in; empty where no kernel tells. */
  readonly place: string
  /** By then the run is over, in milliseconds since 1970. */
  readonly endsMs: number
}

/** The name of an image that this process builds into an engine's store: it tells whose it is, as it has no labels. */
export function nameBuiltImage(index: number, nowMs: number = Date.now()): string {
  const mark = readProcessMark()
  const start = mark === undefined ? '' : Number(mark.startTicks).toString(36)
  const ends = Math.ceil((nowMs + longestRunMs) / 1000).toString(36)
  return `${builtRepository}:${process.pid}-${start}-${placeOf(mark)}-${ends}-${index}`
}

/** What such a name says; nothing of names that are not ours. */
export function parseBuiltName(name: string): BuiltName | undefined {
  const pattern =
    /^(?:localhost\/|docker\.io\/library\/)?everyarch-build:(\d{1,10})-([0-9a-z]{0,11})-([0-9a-f]{0,12})-([0-9a-z]{1,9})-\d{1,5}$/
  const [, processId, start = '', place = '', ends = ''] = pattern.exec(name) ?? []
  if (processId === undefined) return undefined
  const startTicks = start === '' ? undefined : String(Number.parseInt(start, 36))
  return { processId: Number(processId), startTicks, place, endsMs: Number.parseInt(ends, 36) * 1000 }
}

/** The kernel and namespace of a process, in a few letters. */
export function placeOf(mark: ProcessMark | undefined): string {
  if (mark === undefined) return ''
  return createHash('sha256').update(`${mark.bootId} ${mark.pidNamespace}`).digest('hex').slice(0, 12)
}
