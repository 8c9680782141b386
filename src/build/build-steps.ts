import type { Digest } from '../oci/digest.ts'
import { formatPlatform, isSamePlatform, type Platform } from '../oci/platform.ts'
import type { StepExecution } from '../report/build-report.ts'
import type { BuildEvent, VertexEvent } from './build-event.ts'
import { parseStepName, type StepName } from './step-name.ts'

/** Some time in which a step was worked on, in milliseconds since the build began. */
export interface StepInterval {
  readonly startedMs: number
  readonly endedMs: number
}

/** A step of a build, as far as it has come. */
export interface BuildStep extends StepName {
  readonly id: Digest
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'canceled'
  readonly isCached: boolean
  /** Absent for steps that execute nothing. */
  readonly execution?: StepExecution
  readonly intervals: readonly StepInterval[]
  readonly error?: string
  /** The end of what it wrote. */
  readonly output: string
}

export interface StepBookOptions {
  /** What is built. */
  readonly platforms: readonly Platform[]
  /** What the builder runs without an emulator. */
  readonly isNative: (platform: Platform) => boolean
}

/** Puts the events of a build together. */
export interface StepBook {
  add(event: BuildEvent): void
  steps(): readonly BuildStep[]
  /** What buildx itself said, errors of the whole build among it. */
  text(): readonly string[]
}

const maxOutput = 16_384
const maxTextLines = 200

interface Known {
  readonly name: StepName
  last: VertexEvent
  readonly intervals: Map<number, number>
  output: string
}

/** A new book, with nothing in it. */
export function openStepBook(options: StepBookOptions): StepBook {
  const known = new Map<Digest, Known>()
  const text: string[] = []
  let originMs = Infinity
  const addVertex = (event: VertexEvent): void => {
    const { id, name, startedMs, endedMs } = event
    const step = known.get(id) ?? { name: parseStepName(name), last: event, intervals: new Map(), output: '' }
    known.set(id, { ...step, last: { ...step.last, ...event, isCached: step.last.isCached || event.isCached } })
    if (startedMs === undefined) return
    originMs = Math.min(originMs, startedMs)
    step.intervals.set(startedMs, endedMs ?? step.intervals.get(startedMs) ?? Number.NaN)
  }
  return {
    add(event) {
      if (event.kind === 'vertex') addVertex(event)
      if (event.kind === 'text' && text.length < maxTextLines) text.push(event.text)
      const step = event.kind === 'output' ? known.get(event.id) : undefined
      if (event.kind === 'output' && step !== undefined) step.output = (step.output + event.text).slice(-maxOutput)
    },
    steps: () => [...known].map(([id, step]) => toStep(id, step, originMs, options)),
    text: () => text,
  }
}

function toStep(
  id: Digest,
  { name, last, intervals, output }: Known,
  originMs: number,
  options: StepBookOptions,
): BuildStep {
  const execution = executionOf(name, options)
  return {
    ...name,
    id,
    state: stateOf(last, intervals),
    isCached: last.isCached,
    intervals: [...intervals]
      .filter(([, endedMs]) => !Number.isNaN(endedMs))
      .map(([startedMs, endedMs]) => ({ startedMs: startedMs - originMs, endedMs: endedMs - originMs })),
    output,
    ...(execution === undefined ? {} : { execution }),
    ...(last.error === undefined ? {} : { error: last.error }),
  }
}

function stateOf({ error }: VertexEvent, intervals: ReadonlyMap<number, number>): BuildStep['state'] {
  if (error !== undefined) return /context canceled/.test(error) ? 'canceled' : 'failed'
  if (intervals.size === 0) return 'waiting'
  return [...intervals.values()].some(Number.isNaN) ? 'running' : 'done'
}

/** Only RUN executes anything; a build of one platform does not name it. */
function executionOf(name: StepName, { platforms, isNative }: StepBookOptions): StepExecution | undefined {
  if (!name.isInstruction || !name.instruction.startsWith('RUN ')) return undefined
  const platform = name.platform ?? (platforms.length === 1 ? platforms[0] : undefined)
  if (platform === undefined) return undefined
  if (!isNative(platform)) return 'emulated'
  return name.target !== undefined && !isSamePlatform(platform, name.target) ? 'cross' : 'native'
}

/** The time in which any of the steps was worked on, in milliseconds: what overlaps counts once. */
export function unionMs(intervals: readonly StepInterval[]): number {
  let [total, reached] = [0, -Infinity]
  for (const { startedMs, endedMs } of intervals.toSorted((a, b) => a.startedMs - b.startedMs)) {
    total += Math.max(0, endedMs - Math.max(startedMs, reached))
    reached = Math.max(reached, endedMs)
  }
  return total
}

/** The platform a step belongs to: what it is executed for. */
export function platformOfStep({ platform, target }: StepName): string | undefined {
  const own = target ?? platform
  return own === undefined ? undefined : formatPlatform(own)
}
