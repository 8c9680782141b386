import type { RunReport, Verdict } from '../src/report/report.ts'
import { formatImageName } from './image-name.ts'
import { formatCount, formatMs } from './quantity.ts'

const others: readonly Verdict[] = ['failed', 'unverified', 'inconclusive', 'skipped']

/** The run in one line: `passed: 3 of 3 platforms of example.com/app@sha256:… in 2.9 s`. */
export function formatSummary(report: RunReport, elapsedMs?: number): string {
  const { verdict, image, platforms } = report
  const name = image === undefined ? 'nothing' : formatImageName(image)
  const time = elapsedMs === undefined ? '' : ` in ${formatMs(elapsedMs)}`
  if (verdict === null) return `not run: ${name}`
  const count = (word: Verdict): number => platforms.filter((platform) => platform.verdict === word).length
  const asked = platforms.length - count('skipped')
  if (asked === 0) return `${verdict}: no platform of ${name} was looked at${time}`
  const rest = others.filter((word) => count(word) > 0).map((word) => `${count(word)} ${word}`)
  const passed = `${count('passed')} of ${formatCount(asked, 'platform')} of ${name}`
  if (verdict === 'passed') return `passed: ${passed}${time}${rest.length === 0 ? '' : ` (${rest.join(', ')})`}`
  return `${verdict}: ${passed} passed${rest.length === 0 ? '' : `, ${rest.join(', ')}`}${time}`
}
