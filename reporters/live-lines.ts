import { displayWidth } from '../src/report/display-width.ts'
import { escapeControl } from '../src/report/escape.ts'
import type { PlatformStateEvent } from '../src/report/event.ts'
import { formatStep } from './build-text.ts'
import { formatExecution } from './execution-text.ts'
import { formatImageName } from './image-name.ts'
import type { LiveBuild, LiveRow, LiveState } from './live-state.ts'
import { formatBytes, formatCount, formatElapsed } from './quantity.ts'
import { paint, verdictColor, verdictMark, type Style } from './style.ts'

const stateWords: Readonly<Record<PlatformStateEvent['state'], string>> = {
  waiting: 'waiting',
  auditing: 'auditing',
  pulling: 'pulling',
  starting: 'starting',
  probing: 'probing',
  'waiting-for-health': 'waiting for health',
  settling: 'settling',
  'finding-the-cause': 'finding the cause',
  measuring: 'measuring',
  done: 'done',
}

/**
 * What a terminal shows while a run goes on: a heading and a line per platform, none wider than the terminal and no
 * more than `rows` of them.
 */
export function renderLive(state: LiveState, nowMs: number, style: Style, rows: number): readonly string[] {
  if (state.build !== undefined) return renderBuild(state.build, state.startedAtMs, nowMs, style, rows)
  const nameWidth = Math.min(Math.max(0, ...state.rows.map(({ platform }) => displayWidth(platform))), 40)
  const shown = chooseRows(state.rows, Math.max(rows - 2, 1))
  const hidden = state.rows.length - shown.length
  return [
    renderHeading(state, nowMs, style),
    ...shown.map((row) => renderRow(row, nowMs, style, nameWidth)),
    ...(hidden === 0 ? [] : [paint(style, 'dim', fit(`  and ${formatCount(hidden, 'platform')} more`, style.columns))]),
  ]
}

/** A heading, and a line for each platform with the step it is at. */
function renderBuild(
  { context, builder, rows }: LiveBuild,
  startedAtMs: number,
  nowMs: number,
  style: Style,
  room: number,
): readonly string[] {
  const shown = rows.slice(0, Math.max(room - 1, 1))
  const width = Math.min(Math.max(0, ...shown.map(({ owner }) => displayWidth(owner))), 40)
  const heading = `building ${escapeControl(context, 200)} with ${escapeControl(builder, 80)}`
  return [
    fit(`${heading}  ${formatElapsed(nowMs - startedAtMs)}`, style.columns),
    ...shown.map((row) => {
      const name = padEnd(escapeControl(row.owner, 40), width)
      const count = `${row.ended} done`.padEnd(9)
      const elapsed = row.step === undefined ? '' : formatElapsed(nowMs - row.startedAtMs)
      const step = row.step === undefined ? '' : formatStep(row.step)
      return fit(`  ${name}  ${count}  ${elapsed.padStart(8)}  ${step}`, style.columns)
    }),
  ]
}

/** Where not all fit: what goes on first, then what waits, then what has ended; in the index's order. */
function chooseRows(rows: readonly LiveRow[], room: number): readonly LiveRow[] {
  if (rows.length <= room) return rows
  const chosen = new Set(rows.toSorted((a, b) => urgency(a) - urgency(b)).slice(0, room))
  return rows.filter((row) => chosen.has(row))
}

function urgency({ report, startedAtMs }: LiveRow): number {
  if (report !== undefined) return 2
  return startedAtMs === undefined ? 1 : 0
}

function renderHeading({ image, rows, startedAtMs }: LiveState, nowMs: number, style: Style): string {
  const elapsed = formatElapsed(nowMs - startedAtMs)
  if (image === undefined) return fit(`resolving the image  ${elapsed}`, style.columns)
  const ended = rows.filter(({ report }) => report !== undefined).length
  const count = `${ended} of ${formatCount(rows.length, 'platform')}`
  return fit(`${formatImageName(image)}  ${count}  ${elapsed}`, style.columns)
}

function renderRow(row: LiveRow, nowMs: number, style: Style, nameWidth: number): string {
  const { report, startedAtMs, endedAtMs, progress } = row
  const elapsed = startedAtMs === undefined ? '' : formatElapsed((endedAtMs ?? nowMs) - startedAtMs)
  const name = padEnd(escapeControl(row.platform, nameWidth), nameWidth)
  const activity = padEnd(report?.verdict ?? stateWords[progress?.state ?? 'waiting'], 18)
  const detail = report === undefined ? describeProgress(progress) : formatExecution(report.execution)
  const text = fit(`${name}  ${activity}  ${elapsed.padStart(8)}  ${detail}`, style.columns - 2)
  if (report === undefined) return `  ${startedAtMs === undefined ? paint(style, 'dim', text) : text}`
  const before = `${name}  `
  // Where the line is too narrow for the word, it stays as it was cut.
  const isWhole = text.startsWith(`${before}${report.verdict}`)
  const word = paint(style, verdictColor(report.verdict), report.verdict)
  const painted = isWhole ? `${before}${word}${text.slice(before.length + report.verdict.length)}` : text
  return `${verdictMark(style, report.verdict)} ${painted}`
}

function describeProgress(progress: PlatformStateEvent | undefined): string {
  if (progress === undefined) return ''
  const { receivedBytes, totalBytes, detail } = progress
  if (receivedBytes !== undefined) {
    const total = totalBytes === undefined || totalBytes === 0 ? '' : ` of ${formatBytes(totalBytes)}`
    return `${formatBytes(receivedBytes)}${total}`
  }
  return detail === undefined ? '' : escapeControl(detail, 200)
}

function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(width - displayWidth(text), 0))
}

function fit(text: string, columns: number): string {
  return escapeControl(text.trimEnd(), Math.max(columns, 10))
}
