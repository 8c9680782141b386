import type { Verdict } from '../src/report/report.ts'

/** What the place a text is shown at can do. */
export interface Style {
  readonly color: boolean
  /** False: ASCII only. */
  readonly unicode: boolean
  /** Width of a line, in columns. */
  readonly columns: number
}

export type Color = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'

/**
 * Select graphic rendition: what switches on, and what switches that off again.
 * https://ecma-international.org/publications-and-standards/standards/ecma-48/
 */
const renditions: Readonly<Record<Color, readonly [on: number, off: number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
}

/** The text in a colour, where there are colours. */
export function paint(style: Style, color: Color, text: string): string {
  if (!style.color || text === '') return text
  const [on, off] = renditions[color]
  return `\u001b[${on}m${text}\u001b[${off}m`
}

const verdictColors: Readonly<Record<Verdict, Color>> = {
  passed: 'green',
  failed: 'red',
  inconclusive: 'yellow',
  unverified: 'yellow',
  skipped: 'dim',
}

/** The colour of a verdict. */
export function verdictColor(verdict: Verdict): Color {
  return verdictColors[verdict]
}

const marks: Readonly<Record<Verdict, readonly [unicode: string, ascii: string]>> = {
  passed: ['✓', '+'],
  failed: ['✗', 'x'],
  inconclusive: ['?', '?'],
  unverified: ['!', '!'],
  skipped: ['-', '-'],
}

/** The mark of a verdict: one column, in its colour. */
export function verdictMark(style: Style, verdict: Verdict): string {
  const [unicode, ascii] = marks[verdict]
  return paint(style, verdictColor(verdict), style.unicode ? unicode : ascii)
}
