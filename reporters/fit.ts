import { displayWidth } from '../src/report/display-width.ts'
import { escapeControl } from '../src/report/escape.ts'

/** The text with blanks behind it, up to as many columns. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(width - displayWidth(text), 0))
}

/** The text as one line that a terminal of as many columns does not break. */
export function fit(text: string, columns: number): string {
  return escapeControl(text.trimEnd(), Math.max(columns, 10))
}

/** How wide the column of names is: as wide as the widest, and no wider than what leaves room for the rest. */
export function nameColumn(names: readonly string[], columns: number): number {
  const widest = Math.max(0, ...names.map((name) => displayWidth(escapeControl(name, 40))))
  return Math.min(widest, Math.max(columns - 40, 14))
}
