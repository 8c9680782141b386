import { escapeControl } from '../src/report/escape.ts'
import type { BuildStartEvent, BuildStepEvent } from '../src/report/event.ts'
import { formatStep } from './build-text.ts'
import { fit, nameColumn, padEnd } from './fit.ts'
import { formatElapsed } from './quantity.ts'
import { verdictMark, type Style } from './style.ts'

/** What is known of a build while it goes on. */
export interface LiveBuild {
  readonly context: string
  readonly builder: string
  readonly rows: readonly LiveBuildRow[]
}

/** A platform that is built, or all that is for none in particular. */
export interface LiveBuildRow {
  /** Empty for what is for none in particular. */
  readonly owner: string
  /** Those that go on, the one that began first first. */
  readonly running: readonly RunningStep[]
  readonly ended: number
  /** None where the builder does not say. */
  readonly known: number
  readonly hasFailed: boolean
}

interface RunningStep {
  readonly step: BuildStepEvent
  readonly startedAtMs: number
}

/** A build of which nothing is known but what it is for. */
export function createLiveBuild({ context, builder, platforms }: BuildStartEvent): LiveBuild {
  return { context, builder, rows: platforms.map(createRow) }
}

function createRow(owner: string): LiveBuildRow {
  return { owner, running: [], ended: 0, known: 0, hasFailed: false }
}

/** The build after a step went on; a platform that was not announced gets a row at the end. */
export function advanceLiveBuild(build: LiveBuild, step: BuildStepEvent, nowMs: number): LiveBuild {
  const owner = [step.target, step.platform].filter((word) => word !== undefined).join(' ')
  const isKnown = build.rows.some((row) => row.owner === owner)
  const rows = isKnown ? build.rows : [...build.rows, createRow(owner)]
  return { ...build, rows: rows.map((row) => (row.owner === owner ? advanceRow(row, step, nowMs) : row)) }
}

function advanceRow(row: LiveBuildRow, step: BuildStepEvent, nowMs: number): LiveBuildRow {
  const others = row.running.filter((it) => it.step.instruction !== step.instruction || it.step.stage !== step.stage)
  const isEnd = step.state !== 'running'
  const ended = step.count?.ended ?? row.ended + (isEnd ? 1 : 0)
  return {
    ...row,
    running: isEnd ? others : [...others, { step, startedAtMs: nowMs }],
    ended,
    known: step.count?.known ?? row.known,
    hasFailed: row.hasFailed || step.state === 'failed',
  }
}

/** A heading, and a line for each platform with the step it is at; no more than `room` lines. */
export function renderLiveBuild(
  { context, builder, rows }: LiveBuild,
  startedAtMs: number,
  nowMs: number,
  style: Style,
  room: number,
): readonly string[] {
  const shown = rows.slice(0, Math.max(room - 1, 0))
  const width = nameColumn(shown.map(nameRow), style.columns)
  const counts = shown.map(({ ended, known }) => (known === 0 ? `${ended} done` : `${ended} of ${known} steps`))
  const countWidth = Math.max(0, ...counts.map((count) => count.length))
  const heading = `building ${escapeControl(context, 200)} with ${escapeControl(builder, 80)}`
  return [
    fit(`${heading}  ${formatElapsed(nowMs - startedAtMs)}`, style.columns),
    ...shown.map((row, index) => {
      const name = padEnd(escapeControl(nameRow(row), width), width)
      const line = `${name}  ${padEnd(counts[index] ?? '', countWidth)}  ${describeRow(row, nowMs)}`
      return `${markRow(row, style)} ${fit(line, style.columns - 2)}`
    }),
  ]
}

/** What no platform has for itself: contexts, base images' manifests, the export. */
function nameRow({ owner }: LiveBuildRow): string {
  return owner === '' ? 'for all' : owner
}

function markRow({ hasFailed, running, ended, known }: LiveBuildRow, style: Style): string {
  if (hasFailed) return verdictMark(style, 'failed')
  return running.length === 0 && known > 0 && ended === known ? verdictMark(style, 'passed') : ' '
}

function describeRow({ running }: LiveBuildRow, nowMs: number): string {
  const [first, ...more] = running
  if (first === undefined) return ''
  const others = more.length === 0 ? '' : `  (and ${more.length} more)`
  return `${formatElapsed(nowMs - first.startedAtMs).padStart(8)}  ${formatStep(first.step)}${others}`
}
