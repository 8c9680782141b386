import { displayWidth } from '../src/report/display-width.ts'
import { escapeControl } from '../src/report/escape.ts'
import type { AuditProgressEvent, PlatformStateEvent } from '../src/report/event.ts'
import { formatExecution } from './execution-text.ts'
import { formatImageName } from './image-name.ts'
import { fit, nameColumn, padEnd } from './fit.ts'
import { renderLiveBuild } from './live-build.ts'
import type { LiveRow, LiveState } from './live-state.ts'
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
  if (state.build !== undefined) return renderLiveBuild(state.build, state.startedAtMs, nowMs, style, rows)
  const nameWidth = nameColumn(
    state.rows.map(({ platform }) => platform),
    style.columns,
  )
  const room = Math.max(rows - 1, 0)
  const shown = state.rows.length <= room ? state.rows : chooseRows(state.rows, Math.max(room - 1, 0))
  const hidden = state.rows.length - shown.length
  return [
    ...renderHeading(state, nowMs, style),
    ...shown.map((row) => renderRow(row, nowMs, style, nameWidth)),
    ...(hidden === 0 || room === 0
      ? []
      : [paint(style, 'dim', fit(`  and ${formatCount(hidden, 'platform')} more`, style.columns))]),
  ]
}

/** Where not all fit: what goes on first, then what waits, then what has ended; in the index's order. */
function chooseRows(rows: readonly LiveRow[], room: number): readonly LiveRow[] {
  if (rows.length <= room) return rows
  const chosen = new Set(rows.toSorted((a, b) => urgency(a) - urgency(b)).slice(0, room))
  return rows.filter((row) => chosen.has(row))
}

function urgency({ startedAtMs, endedAtMs }: LiveRow): number {
  if (endedAtMs !== undefined) return 2
  return startedAtMs === undefined ? 1 : 0
}

/** An image, how far it has come, and what of its files is read. */
function renderHeading(state: LiveState, nowMs: number, style: Style): readonly string[] {
  const { image, rows, audit, startedAtMs, ended: images } = state
  const elapsedMs = nowMs - startedAtMs
  const elapsed = formatElapsed(elapsedMs)
  const layers = audit === undefined || audit.readLayers === audit.totalLayers ? '' : `  ${describeAudit(audit)}`
  if (image !== undefined) {
    const ended = rows.filter(({ report }) => report !== undefined).length
    const count = `${ended} of ${formatCount(rows.length, 'platform')}`
    return [withName(formatImageName(image), `  ${count}  ${elapsed}${layers}`, style.columns)]
  }
  if (audit !== undefined) return [withName(audit.reference, `  ${elapsed}${layers}`, style.columns)]
  // An image's result has just been printed: most often nothing comes after it.
  if (images > 0 && elapsedMs < quietMs) return []
  return [fit(`${images === 0 ? 'resolving the image' : 'finishing'}  ${elapsed}`, style.columns)]
}

/** How far it has come is worth more than the end of a long name. */
function withName(name: string, rest: string, columns: number): string {
  return fit(`${escapeControl(name, Math.max(columns - displayWidth(rest), 8))}${rest}`, columns)
}

/** What ends sooner than this needs no line. */
const quietMs = 700

function describeAudit({ readLayers, totalLayers, readBytes, totalBytes }: AuditProgressEvent): string {
  const bytes = `${formatBytes(readBytes)} of ${formatBytes(totalBytes)}`
  return `reading files: ${readLayers} of ${formatCount(totalLayers, 'layer')}, ${bytes}`
}

function renderRow(row: LiveRow, nowMs: number, style: Style, nameWidth: number): string {
  const { report, startedAtMs, endedAtMs, progress } = row
  const elapsed = startedAtMs === undefined ? '' : formatElapsed((endedAtMs ?? nowMs) - startedAtMs)
  const name = padEnd(escapeControl(row.platform, nameWidth), nameWidth)
  const activity = padEnd(report?.verdict ?? stateWords[progress?.state ?? 'waiting'], 18)
  const detail = report === undefined ? describeProgress(row) : formatExecution(report.execution)
  const text = fit(`${name}  ${activity}  ${elapsed.padStart(8)}  ${detail}`, style.columns - 2)
  if (report === undefined) return `  ${startedAtMs === undefined ? paint(style, 'dim', text) : text}`
  const before = `${name}  `
  // Where the line is too narrow for the word, it stays as it was cut.
  const isWhole = text.startsWith(`${before}${report.verdict}`)
  const word = paint(style, verdictColor(report.verdict), report.verdict)
  const painted = isWhole ? `${before}${word}${text.slice(before.length + report.verdict.length)}` : text
  return `${verdictMark(style, report.verdict)} ${painted}`
}

/** Bytes and their share of a pull, what is awaited, or how it is run where there is no more to say. */
function describeProgress({ progress, execution }: LiveRow): string {
  if (progress === undefined) return ''
  const { receivedBytes, totalBytes, detail } = progress
  if (receivedBytes !== undefined) {
    if (totalBytes === undefined || totalBytes === 0) return formatBytes(receivedBytes)
    const percent = Math.min(Math.floor((receivedBytes / totalBytes) * 100), 100)
    return `${formatBytes(receivedBytes)} of ${formatBytes(totalBytes)}, ${percent} %`
  }
  if (detail !== undefined) return escapeControl(detail, 200)
  return progress.state === 'starting' && execution !== undefined ? formatExecution(execution) : ''
}
