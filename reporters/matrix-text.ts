import { escapeControl } from '../src/report/escape.ts'
import type { Verdict } from '../src/report/report.ts'
import { verdictColor, verdictMark, type Style } from './style.ts'
import { renderTable, type Cell } from './text-table.ts'
import { wrapText } from './wrap.ts'

/** One row: an image, and what is known of its platforms. */
export interface MatrixImage {
  /** As it is shown. */
  readonly name: string
  /** Of the image as a whole; absent where nothing is judged. */
  readonly verdict?: Verdict
  /** By normalised platform; one that is missing though it was required is `failed`. */
  readonly platforms: ReadonlyMap<string, Verdict>
  /** It could not be looked at: nothing is known of any platform. */
  readonly isUnknown?: boolean
}

const widestName = 64

/** Images by platforms: a mark where a platform is there, a dash where it is not. */
export function renderMatrix(style: Style, images: readonly MatrixImage[]): readonly string[] {
  const names = images.map(({ name }) => escapeControl(name, widestName))
  const rows = images.map(({ platforms }) => columnsOf(platforms))
  const columns = orderColumns(rows)
  const nameWidth = Math.max(0, ...names.map((name) => name.length)) + 2
  const shown = fitColumns(columns, style.columns - nameWidth)
  const left = columns.slice(shown.length)
  const judged = images.some(({ verdict }) => verdict !== undefined)
  const table = renderTable(style, [
    [...(judged ? [{ text: '' }] : []), { text: '' }, ...shown.map((text): Cell => ({ text, color: 'dim' }))],
    ...images.map(({ verdict, isUnknown = false }, row) => [
      ...(judged ? [markCell(style, verdict ?? 'skipped')] : []),
      { text: names[row] ?? '' },
      ...shown.map((column) => (isUnknown ? unknown : platformCell(style, rows[row]?.get(column)))),
    ]),
  ])
  return [...table, ...(left.length === 0 ? [] : wrapText(`not shown: ${left.join(', ')}`, style.columns))]
}

const severities: readonly Verdict[] = ['passed', 'inconclusive', 'unverified', 'failed']

/** Linux goes without saying, and the versions of Windows are one column. */
function columnsOf(platforms: ReadonlyMap<string, Verdict>): ReadonlyMap<string, Verdict> {
  const columns = new Map<string, Verdict>()
  for (const [platform, verdict] of platforms) {
    // What was not asked for is no part of the picture.
    if (verdict === 'skipped') continue
    const column = escapeControl(platform.replace(/^linux\//, '').replace(/^windows\([^)]*\)/, 'windows'), 30)
    const known = columns.get(column)
    if (known === undefined || severities.indexOf(verdict) > severities.indexOf(known)) columns.set(column, verdict)
  }
  return columns
}

/** What most images have comes first. */
function orderColumns(rows: readonly ReadonlyMap<string, Verdict>[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const row of rows) for (const column of row.keys()) counts.set(column, (counts.get(column) ?? 0) + 1)
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([column]) => column)
}

function fitColumns(columns: readonly string[], width: number): readonly string[] {
  let used = 3
  const count = columns.findIndex((column) => (used += column.length + 2) > width)
  // One column is always shown, however narrow it is.
  return count === -1 ? columns : columns.slice(0, Math.max(count, 1))
}

const unknown: Cell = { text: '?', color: 'yellow' }

function platformCell(style: Style, verdict: Verdict | undefined): Cell {
  return verdict === undefined ? { text: '–', color: 'dim' } : markCell(style, verdict)
}

function markCell(style: Style, verdict: Verdict): Cell {
  return { text: verdictMark({ ...style, color: false }, verdict), color: verdictColor(verdict) }
}
