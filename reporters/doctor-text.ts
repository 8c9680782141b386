import { displayWidth } from '../src/report/display-width.ts'
import { escapeControl } from '../src/report/escape.ts'
import type { DoctorCheck, DoctorListing } from '../src/report/listing.ts'
import { formatCount } from './quantity.ts'
import { paint, verdictMark, type Style } from './style.ts'
import { wrapText } from './wrap.ts'

const verdicts = { ok: 'passed', missing: 'failed', unknown: 'inconclusive' } as const

/** What was looked at, what is missing, and the command that adds it. */
export function renderDoctor(style: Style, { checks }: DoctorListing): readonly string[] {
  const width = Math.max(0, ...checks.map(({ name }) => displayWidth(escapeControl(name, 40))))
  const missing = checks.filter(({ status }) => status === 'missing').length
  const summary = missing === 0 ? 'nothing is missing' : `${formatCount(missing, 'thing')} missing`
  return [...checks.flatMap((check) => renderCheck(style, check, width)), '', paint(style, 'bold', summary)]
}

function renderCheck(style: Style, { name, status, message, hint }: DoctorCheck, width: number): readonly string[] {
  const shown = escapeControl(name, 40)
  const [first = '', ...more] = wrapText(escapeControl(message, 2000), style.columns - width - 4)
  const indent = ' '.repeat(width + 4)
  return [
    `${verdictMark(style, verdicts[status])} ${shown}${' '.repeat(width - displayWidth(shown))}  ${first}`,
    ...more.map((line) => `${indent}${line}`),
    ...(hint === undefined ? [] : wrapText(`hint: ${escapeControl(hint, 1000)}`, style.columns, indent)),
  ]
}
