import { escapeControl } from '../src/report/escape.ts'
import { readBlameWords } from '../src/report/blame.ts'
import type { Finding } from '../src/report/finding.ts'
import type { Severity } from '../src/report/severity.ts'
import type { ErrorReport } from '../src/report/report.ts'
import type { FindingGroup } from './finding-groups.ts'
import { paint, type Color, type Style } from './style.ts'
import { wrapText } from './wrap.ts'

const colors: Readonly<Record<Severity, Color>> = {
  error: 'red',
  environment: 'yellow',
  inconclusive: 'yellow',
  warning: 'yellow',
  info: 'cyan',
}

const indent = '  '
const maxLogLines = 5

/** A finding: severity, code and platforms, then what it says, the end of the log, and what to do. */
export function renderFinding(style: Style, { finding, platforms }: FindingGroup): readonly string[] {
  const where = platforms.map((platform) => escapeControl(platform, 60)).join(', ')
  const title = `${paint(style, colors[finding.severity], finding.severity)} ${paint(style, 'bold', finding.code)}`
  return [
    ...(where === '' ? [title] : [`${title} ${paint(style, 'dim', `on ${where}`)}`]),
    ...wrapText(escapeControl(finding.message, 2000), style.columns, indent),
    ...logTail(finding).map((line) =>
      paint(style, 'dim', `${indent}| ${escapeControl(line, Math.max(style.columns - 4, 20))}`),
    ),
    ...renderBlame(style, finding),
    ...renderHint(style, finding.hint),
  ]
}

/** What was looked at to find the cause, one item each. */
function renderBlame(style: Style, finding: Finding): readonly string[] {
  return readBlameWords(finding)
    .filter((words) => !finding.message.endsWith(`; ${words}`))
    .flatMap((words) => {
      const lines = wrapText(escapeControl(words, 500), style.columns - 2, indent)
      return lines.map((line, row) => `${indent}${row === 0 ? '·' : ' '}${line.slice(1)}`)
    })
}

/** The last lines that the application printed, where they are part of the evidence. */
export function logTail({ evidence }: Finding): readonly string[] {
  const { log } = evidence
  const lines: readonly unknown[] = Array.isArray(log) ? log : []
  return lines.filter((line) => typeof line === 'string').slice(-maxLogLines)
}

/** An error of the run: what happened, its cause and what to do. */
export function renderError(style: Style, { message, cause, hint }: ErrorReport): readonly string[] {
  const [first = '', ...more] = message.split('\n').map((line) => escapeControl(line, 2000))
  return [
    ...wrapText(`error: ${first}`, style.columns).map((line, row) =>
      row === 0 ? line.replace(/^error:/, paint(style, 'red', 'error:')) : `${indent}${line}`,
    ),
    ...more.flatMap((line) => wrapItem(style, line)),
    ...(cause === undefined ? [] : wrapText(`cause: ${escapeControl(cause, 2000)}`, style.columns, indent)),
    ...renderHint(style, hint),
  ]
}

/** A line below the first, as an item of a list: what goes over its end stands further in. */
function wrapItem(style: Style, line: string): readonly string[] {
  const text = line.trimStart()
  const own = ' '.repeat(line.length - text.length)
  const [first = '', ...rest] = wrapText(text, style.columns - indent.length, own)
  return [first, ...rest.map((each) => `${indent}${each}`)]
}

function renderHint(style: Style, hint: string | undefined): readonly string[] {
  if (hint === undefined) return []
  const lines = wrapText(`hint: ${escapeControl(hint, 2000)}`, style.columns, indent)
  return lines.map((line) => line.replace(/^ {2}hint:/, `${indent}${paint(style, 'cyan', 'hint:')}`))
}
