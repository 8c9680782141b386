import type { Style } from '../../reporters/style.ts'
import type { Environment } from '../config/environment.ts'
import type { Output } from './terminal.ts'

/** Lines of prose beyond this are hard to read. */
const widestText = 120

/** How text is shown at an output: as the user said, else as the environment says, else as the terminal can. */
export function styleOf(output: Output, environment: Environment, color?: boolean): Style {
  const { isTerminal } = output
  return {
    color: color ?? environment.color ?? (isTerminal && !environment.isDumbTerminal),
    unicode: environment.isUnicode,
    columns: isTerminal ? Math.max(Math.min(output.size().columns, widestText), 40) : 100,
  }
}

/** True where lines can be rewritten in place. */
export function canRewrite(output: Output, environment: Environment): boolean {
  return output.isTerminal && !environment.isDumbTerminal && !environment.isCi
}

const asciiForms: Readonly<Record<string, string>> = { '…': '...', '–': '-', '→': '->', '×': 'x' }

/** Lines as an output takes them, each with its end. */
export function formatLines(lines: readonly string[], style: Style): string {
  return lines.map((line) => `${formatLine(line, style)}\n`).join('')
}

/** A line as an output takes it: what it cannot show is written in ASCII. */
export function formatLine(line: string, { unicode }: Style): string {
  return unicode ? line : line.replaceAll(/\P{ASCII}/gu, toAscii)
}

function toAscii(character: string): string {
  return asciiForms[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
}
