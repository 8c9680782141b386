import { escapeControl } from '../src/report/escape.ts'
import type { Finding } from '../src/report/finding.ts'
import type { ImagePlatforms } from '../src/report/listing.ts'
import type { ErrorReport, RunReport, RunVerdict, Verdict } from '../src/report/report.ts'
import type { RunReports } from '../src/report/run-reports.ts'
import { groupFindings } from './finding-groups.ts'
import { renderMatrix, type MatrixImage } from './matrix-text.ts'
import { renderPublished } from './publish-text.ts'
import { formatCount } from './quantity.ts'
import { paint, verdictColor, verdictMark, type Style } from './style.ts'
import { wrapText } from './wrap.ts'

const maxFindings = 5

/** What was found of several images: which platforms each has, what is wrong with those that did not pass. */
export function renderManyReports(style: Style, { reports, verdict }: RunReports): readonly string[] {
  const problems = reports.filter((report) => report.verdict !== 'passed')
  return [
    ...renderMatrix(style, reports.map(matrixImage)),
    ...problems.flatMap((report) => ['', ...renderProblem(style, report)]),
    ...reports.flatMap(({ publish }) => (publish === undefined ? [] : ['', ...renderPublished(style, publish)])),
    '',
    renderManySummary(style, reports, verdict),
  ]
}

/** The platforms of several images, and what is wrong with them. */
export function renderManyPlatforms(style: Style, images: readonly ImagePlatforms[]): readonly string[] {
  const rows = images.map(({ image, platforms, findings = [], errors = [] }): MatrixImage => {
    const there = platforms
      .filter(({ absentFrom }) => absentFrom === undefined)
      .map(({ platform }) => [platform, 'passed'] as const)
    const cells = new Map<string, Verdict>([...there, ...failedPlatforms(findings)])
    return { name: image.reference, platforms: cells, isUnknown: errors.length > 0 }
  })
  const problems = images.flatMap(({ image, findings = [] }) => {
    const grave = findings.filter(({ severity }) => severity === 'error' || severity === 'environment')
    return grave.length === 0 ? [] : [{ name: image.reference, grave }]
  })
  return [
    ...renderMatrix(style, rows),
    ...problems.flatMap(({ name, grave }) => [
      '',
      `${verdictMark(style, graveVerdict(grave))} ${paint(style, 'bold', escapeControl(name, 300))}`,
      ...renderFindings(style, grave, name),
    ]),
  ]
}

function graveVerdict(findings: readonly Finding[]): Verdict {
  return findings.some(({ severity }) => severity === 'error') ? 'failed' : 'unverified'
}

function matrixImage({ image, verdict, platforms, findings }: RunReport): MatrixImage {
  const cells = new Map<string, Verdict>()
  for (const platform of platforms) {
    // Listed twice, the first is the one that is taken.
    if (!cells.has(platform.platform)) cells.set(platform.platform, platform.verdict)
  }
  for (const [platform, failed] of failedPlatforms(findings)) cells.set(platform, failed)
  return {
    name: image?.reference ?? 'nothing',
    verdict: verdict ?? 'failed',
    platforms: cells,
    isUnknown: image?.digest === undefined,
  }
}

/** The platforms that errors of the index as a whole are about: missing, forbidden, there twice. */
function failedPlatforms(findings: readonly Finding[]): readonly (readonly [string, 'failed'])[] {
  return findings
    .filter(({ severity }) => severity === 'error')
    .flatMap(({ evidence: { missing, platform, platforms } }) => {
      const named: readonly unknown[] = [missing, platform, ...(Array.isArray(platforms) ? platforms : [])]
      return named.filter((name) => typeof name === 'string')
    })
    .map((name) => [name, 'failed'] as const)
}

function renderProblem(style: Style, report: RunReport): readonly string[] {
  const { image, verdict, errors } = report
  const name = image?.reference ?? 'nothing'
  const all = groupFindings(report).map(({ finding }) => finding)
  const grave = all.filter(({ severity }) => severity !== 'info' && severity !== 'warning')
  // Where nothing graver failed it, warnings did.
  const findings = grave.length > 0 ? grave : all.filter(({ severity }) => severity === 'warning')
  return [
    `${verdictMark(style, verdict ?? 'failed')} ${paint(style, 'bold', escapeControl(name, 300))}`,
    ...renderFindings(style, findings, name),
    ...errors.flatMap((error) => renderError(style, error)),
  ]
}

function renderFindings(style: Style, findings: readonly Finding[], name: string): readonly string[] {
  const rest = findings.length - maxFindings
  return [
    ...findings
      .slice(0, maxFindings)
      .flatMap(({ code, message }) => wrapText(`${code}: ${escapeControl(message, 1000)}`, style.columns, '  ')),
    ...(rest > 0 ? [`  and ${rest} more: everyarch inspect ${escapeControl(name, 300)}`] : []),
  ]
}

function renderError(style: Style, { message, hint }: ErrorReport): readonly string[] {
  return [
    ...wrapText(`error: ${escapeControl(message, 1000)}`, style.columns, '  '),
    ...(hint === undefined ? [] : wrapText(`hint: ${escapeControl(hint, 1000)}`, style.columns, '  ')),
  ]
}

const words: readonly RunVerdict[] = ['failed', 'unverified', 'inconclusive']

/** `failed: 2 of 3 images passed, 1 failed`. */
function renderManySummary(style: Style, reports: readonly RunReport[], verdict: RunVerdict | null): string {
  const count = (word: RunVerdict | null): number => reports.filter((report) => report.verdict === word).length
  const rest = words.filter((word) => count(word) > 0).map((word) => `${count(word)} ${word}`)
  const notRun = count(null) === 0 ? [] : [`${count(null)} not looked at`]
  // Those that were not looked at have no verdict, and are no part of that of all.
  const isIncomplete = notRun.length > 0 && (verdict === null || verdict === 'passed')
  const word = isIncomplete ? 'incomplete' : (verdict ?? 'incomplete')
  const head = paint(style, 'bold', paint(style, word === 'incomplete' ? 'red' : verdictColor(word), word))
  return [`${head}: ${count('passed')} of ${formatCount(reports.length, 'image')} passed`, ...rest, ...notRun].join(
    ', ',
  )
}
