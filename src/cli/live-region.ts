import { displayWidth, graphemeWidth, splitGraphemes } from '../report/display-width.ts'

/**
 * What to write so that a terminal shows `next` where it shows `previous`, the cursor being at the start of the line
 * below: only lines that differ are written, so nothing flickers.
 */
export function rewriteLines(previous: readonly string[], next: readonly string[]): string {
  if (previous.length === next.length && previous.every((line, row) => line === next[row])) return ''
  const up = previous.length === 0 ? '' : `\u001b[${previous.length}A`
  const lines = next.map((line, row) => (previous[row] === line ? '\n' : `${line}\u001b[K\n`))
  return `${up}\r${lines.join('')}${clearRows(previous.length - next.length)}`
}

/**
 * Clears rows from the cursor's on, and leaves it where it is. Row by row: tmux keeps in its history what is cleared to
 * the end of the screen, where that begins at the top.
 */
function clearRows(rows: number): string {
  return rows <= 0 ? '' : `${'\u001b[K\n'.repeat(rows)}\u001b[${rows}A`
}

/** What to write so that nothing of the lines is left, on a terminal of `columns`, however wide it was before. */
export function eraseLines(lines: readonly string[], columns: number): string {
  if (lines.length === 0) return ''
  // A terminal that became narrower has broken long lines in two.
  const rows = lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(plainWidth(line) / Math.max(columns, 1))), 0)
  return `\u001b[${rows}A\r${clearRows(rows)}`
}

/**
 * All of it as one frame: a terminal that knows synchronized output shows nothing half done, others show it as it comes.
 * https://contour-terminal.org/vt-extensions/synchronized-output/
 */
export function asFrame(bytes: string): string {
  return bytes === '' ? '' : `\u001b[?2026h${bytes}\u001b[?2026l`
}

/** The line, cut where it would be wider than `columns`; its colours are kept, as each ends with a sequence too. */
export function clipLine(line: string, columns: number): string {
  if (plainWidth(line) <= columns) return line
  let width = 0
  return line.replaceAll(pieces, (piece) => {
    if (piece.startsWith('\u001b')) return piece
    let kept = ''
    for (const grapheme of splitGraphemes(piece)) {
      width += graphemeWidth(grapheme)
      if (width <= columns) kept += grapheme
    }
    return kept
  })
}

// oxlint-disable-next-line no-control-regex -- colours take no columns
const pieces = /\u001b\[[\d;]*m|[^\u001b]+/g
// oxlint-disable-next-line no-control-regex -- colours take no columns
const colors = /\u001b\[[\d;]*m/g

function plainWidth(line: string): number {
  return displayWidth(line.replaceAll(colors, ''))
}
