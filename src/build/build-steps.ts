import { redactCredentials } from '../report/error-report.ts'
import type { BuildStepReport, StepExecution } from '../report/build-report.ts'
import type { Digest } from '../oci/digest.ts'
import { formatPlatform, isSamePlatform, type Platform } from '../oci/platform.ts'
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
  /** Names that stand before a step's own, where several targets of a bake file are built. */
  readonly targets?: readonly string[]
  /** What the builder runs without an emulator. */
  readonly isNative: (platform: Platform) => boolean
}

/** Puts the events of a build together. */
export interface StepBook {
  /** Returns the step whose state an event changed. */
  add(event: BuildEvent): BuildStep | undefined
  steps(): readonly BuildStep[]
  /** Of those for the same platform and target: how many have ended, and how many are known. */
  count(step: BuildStep): { readonly ended: number; readonly known: number }
  /** What buildx itself said, errors of the whole build among it. */
  text(): readonly string[]
}

const maxOutput = 16_384
const maxTextLines = 200
const maxSteps = 10_000

interface Known {
  name: StepName
  last: VertexEvent
  readonly intervals: Map<number, number>
  output: string
  state: BuildStep['state']
}

/** A new book, with nothing in it. */
export function openStepBook(options: StepBookOptions): StepBook {
  const known = new Map<Digest, Known>()
  const text: string[] = []
  let originMs: number | undefined
  const addVertex = (event: VertexEvent): Known | undefined => {
    const { id, name, startedMs, endedMs } = event
    const step = known.get(id) ?? open(name, event, options)
    if (!known.has(id) && known.size >= maxSteps) return undefined
    known.set(id, step)
    const inputs = event.inputs.length > 0 ? event.inputs : step.last.inputs
    step.last = { ...step.last, ...event, inputs, isCached: step.last.isCached || event.isCached }
    if (startedMs !== undefined) {
      // What is told first is this build's own: a builder tells of steps that another build made before it, but later.
      originMs ??= startedMs
      step.intervals.set(startedMs, endedMs ?? step.intervals.get(startedMs) ?? Number.NaN)
    }
    const before = step.state
    step.state = stateOf(step.last, step.intervals)
    return step.state === before ? undefined : step
  }
  return {
    add(event) {
      if (event.kind === 'text' && text.length < maxTextLines) text.push(event.text)
      if (event.kind === 'output') {
        const step = known.get(event.id)
        if (step !== undefined) step.output = (step.output + event.text).slice(-maxOutput)
      }
      const changed = event.kind === 'vertex' ? addVertex(event) : undefined
      return changed === undefined ? undefined : toStep(placed(changed, known), originMs ?? 0, options)
    },
    steps: () => [...known.values()].map((step) => toStep(placed(step, known), originMs ?? 0, options)),
    count: (step) => {
      const owner = ownerOf(step)
      const same = [...known.values()].filter(({ name }) => ownerOf(ofOnly(name, options)) === owner)
      const ended = same.filter(({ state }) => state !== 'waiting' && state !== 'running')
      return { ended: ended.length, known: same.length }
    },
    text: () => text,
  }
}

function ownerOf(name: StepName): string {
  return `${name.bakeTarget ?? ''} ${platformOfStep(name) ?? ''}`
}

/** A build of one platform does not name it. */
function ofOnly(name: StepName, { platforms }: StepBookOptions): StepName {
  const [only, ...others] = platforms
  const isUnnamed = name.isInstruction && name.platform === undefined && others.length === 0
  return isUnnamed && only !== undefined ? { ...name, platform: only } : name
}

function open(name: string, event: VertexEvent, { targets }: StepBookOptions): Known {
  return { name: parseStepName(name, targets), last: event, intervals: new Map(), output: '', state: 'waiting' }
}

const maxDepth = 200

/** BuildKit names no platform of what runs on `scratch` alone: it is that of the step it goes on from. */
function placed(step: Known, known: ReadonlyMap<Digest, Known>): Known {
  let [before, depth]: [Known | undefined, number] = [step, 0]
  while (before?.name.isInstruction === true && before.name.platform === undefined && depth < maxDepth) {
    const [input]: readonly Digest[] = before.last.inputs
    before = input === undefined ? undefined : known.get(input)
    depth += 1
  }
  const platform = before?.name.platform
  if (before === step || platform === undefined) return step
  step.name = { ...step.name, platform, ...(before?.name.target === undefined ? {} : { target: before.name.target }) }
  return step
}

function toStep(
  { name, last, intervals, output, state }: Known,
  originMs: number,
  options: StepBookOptions,
): BuildStep {
  const execution = executionOf(name, options)
  const ended = [...intervals].filter(([, endedMs]) => !Number.isNaN(endedMs))
  const isOfBefore = state === 'done' && ended.every(([, endedMs]) => endedMs < originMs)
  return {
    ...ofOnly(name, options),
    id: last.id,
    state,
    isCached: last.isCached || isOfBefore,
    intervals: ended.map(([startedMs, endedMs]) => ({
      startedMs: Math.max(0, startedMs - originMs),
      endedMs: Math.max(0, endedMs - originMs),
    })),
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

/** From the first start to the last end, in milliseconds: with what the builder does between two steps. */
export function spanMs(intervals: readonly StepInterval[]): number {
  if (intervals.length === 0) return 0
  const startedMs = Math.min(...intervals.map((interval) => interval.startedMs))
  return Math.max(...intervals.map((interval) => interval.endedMs)) - startedMs
}

/** The platform a step belongs to: what it is executed for. */
export function platformOfStep({ platform, target }: StepName): string | undefined {
  const own = target ?? platform
  return own === undefined ? undefined : formatPlatform(own)
}

/** Of one instruction's text. */
export const maxInstruction = 500

/** A step as a report keeps it; nothing of one that never began. */
export function reportStep(step: BuildStep): BuildStepReport | undefined {
  const { state, isCached, intervals, stage, execution, bakeTarget } = step
  if (state === 'waiting') return undefined
  const platform = platformOfStep(step)
  const startedMs = Math.min(...intervals.map((interval) => interval.startedMs))
  return {
    ...(platform === undefined ? {} : { platform }),
    ...(bakeTarget === undefined ? {} : { target: bakeTarget }),
    ...(stage === undefined ? {} : { stage }),
    instruction: redactCredentials(step.instruction).slice(0, maxInstruction),
    status: state === 'done' && isCached ? 'cached' : state === 'running' ? 'canceled' : state,
    ...(execution === undefined ? {} : { execution }),
    ...(intervals.length === 0 ? {} : { startedMs: round(startedMs), durationMs: round(unionMs(intervals)) }),
  }
}

function round(ms: number): number {
  return Math.max(0, Math.round(ms * 10) / 10)
}
