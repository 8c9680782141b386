import type { RunReport, Verdict } from '../src/report/report.ts'
import { escapeControl } from '../src/report/escape.ts'
import type { Severity } from '../src/report/severity.ts'
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
  if (image === undefined && asked === 0) return `${verdict}: there was no image to look at${time}`
  if (asked === 0) return `${verdict}: no platform of ${name} was looked at${time}`
  const rest = others.filter((word) => count(word) > 0).map((word) => `${count(word)} ${word}`)
  const passed = `${count('passed')} of ${formatCount(asked, 'platform')} of ${name}`
  if (verdict === 'passed')
    return `passed: ${passed}${time}${formatProven(platforms)}${rest.length === 0 ? '' : ` (${rest.join(', ')})`}${formatButs(report)}`
  const why = count('passed') === asked ? formatIndexFindings(report) : ''
  return `${verdict}: ${why}${passed} passed${rest.length === 0 ? '' : `, ${rest.join(', ')}`}${time}`
}

const maxProofs = 3

/** What was proven of the platforms that passed; where that differs too much, their table says it. */
function formatProven(platforms: RunReport['platforms']): string {
  const proofs = new Set(platforms.flatMap(({ health }) => health?.how ?? []))
  if (proofs.size === 0 || proofs.size > maxProofs) return ''
  return `: ${[...proofs].map((how) => escapeControl(how, 100)).join('; ')}`
}

/** What kept a run whose platforms all passed from ending with 0. */
function formatButs({ exitCode, errors }: RunReport): string {
  const [first] = errors
  return exitCode === 0 || first === undefined ? '' : `, but ${escapeControl(first.message, 300)}`
}

const severities: readonly Severity[] = ['error', 'environment', 'inconclusive', 'warning']

/** Where every platform passed, what is wrong is the index: how much of the worst is there. */
function formatIndexFindings({ findings }: RunReport): string {
  const worst = severities.find((severity) => findings.some((finding) => finding.severity === severity))
  if (worst === undefined) return ''
  const found = findings.filter(({ severity }) => severity === worst).length
  const noun = worst === 'error' || worst === 'warning' ? worst : `${worst} finding`
  return `${formatCount(found, noun)} in the index; `
}
