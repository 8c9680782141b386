import { readBlameWords } from '../src/report/blame.ts'
import type { PlatformReport, PublishedTag, PublishReport, RunReport, Verdict } from '../src/report/report.ts'
import { listRunReports, type RunReports } from '../src/report/run-reports.ts'
import { describeBench, groupFigures, listFootprints } from './benchmark-figures.ts'
import { formatExecution } from './execution-text.ts'
import { groupFindings, type FindingGroup } from './finding-groups.ts'
import { escapeMarkdown, markdownCode } from './markdown-escape.ts'
import { formatBytes, formatFactor, formatMs } from './quantity.ts'
import { describeTag } from './publish-text.ts'
import { formatSummary } from './summary-line.ts'

const emoji: Readonly<Record<Verdict, string>> = {
  passed: '✅',
  failed: '❌',
  inconclusive: '❔',
  unverified: '⚠️',
  skipped: '➖',
}

/** A run for a pull request or the summary of a CI step: a table of its platforms, then what was found. */
export function renderMarkdown(report: RunReport | RunReports): string {
  return listRunReports(report).map(renderOne).join('\n')
}

function renderOne(report: RunReport): string {
  const findings = groupFindings(report).filter(({ finding }) => finding.severity !== 'info')
  const blocks = [
    [`### ${report.verdict === null ? '❌' : emoji[report.verdict]} ${escapeMarkdown(formatSummary(report))}`],
    renderTable(report.platforms),
    renderBenchmarks(report),
    findings.map(renderFinding),
    report.publish === undefined ? [] : renderPublish(report.publish),
    report.errors.map(({ message, hint, cause }) => {
      const parts = [message, ...(cause === undefined ? [] : [`cause: ${cause}`])]
      return `- **error** ${escapeMarkdown(parts.join('; '), 2000)}${renderHint(hint)}`
    }),
  ]
  const text = blocks.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'))
  return `${text.join('\n\n')}\n`
}

/** Errors of tags are among those of the run. */
function renderPublish({ tags, accepted, reasons = [] }: PublishReport): readonly string[] {
  return [
    ...tags.map((tag) => `- ${tagMark(tag)} ${markdownCode(tag.reference, 300)} ${describeTag(tag)}`),
    ...reasons.map((reason) => `- not to be published: ${escapeMarkdown(reason, 1000)}`),
    ...accepted.map((line) => `- not proven, by your word: ${escapeMarkdown(line, 300)}`),
  ]
}

function tagMark({ state, error }: PublishedTag): string {
  if (state === 'planned') return emoji.skipped
  return error === undefined && state !== 'kept' ? emoji.passed : emoji.unverified
}

function renderTable(platforms: readonly PlatformReport[]): readonly string[] {
  if (platforms.length === 0) return []
  return [
    '| Platform | Verdict | Run | `uname -m` | Proven | Ready | Size |',
    '| --- | --- | --- | --- | --- | --: | --: |',
    ...platforms.map(renderRow),
  ]
}

function renderBenchmarks(report: RunReport): readonly string[] {
  const rows = groupFigures(report).flatMap((group) => group.rows.map((row) => ({ ...row, measure: group.measure })))
  if (rows.length === 0) return []
  const sizes = listFootprints(report).map(({ platform, text }) => `- ${markdownCode(platform, 60)}: ${text}`)
  return [
    '| Measure | Platform | Run | Median | 95 % | Factor | |',
    '| --- | --- | --- | --: | --- | --- | --- |',
    ...rows.map(({ measure, platform, by, median, interval, factor, notes }) => {
      const cells = [markdownCode(measure, 60), markdownCode(platform, 60), escapeMarkdown(by), median, interval]
      return `| ${[...cells, factor, escapeMarkdown(notes.join(', '))].join(' | ')} |`
    }),
    '',
    ...describeBench(report).map((line) => `- ${escapeMarkdown(line.trim())}`),
    ...sizes,
  ]
}

function renderRow({ platform, verdict, execution, uname, health, start, sizeBytes }: PlatformReport): string {
  const cells = [
    markdownCode(platform, 60),
    `${emoji[verdict]} ${verdict}`,
    escapeMarkdown(formatExecution(execution)),
    uname === undefined ? '' : markdownCode(uname, 40),
    health?.how === undefined ? '' : escapeMarkdown(health.how, 200),
    formatReady(health?.readyMs ?? start?.readyMs, start?.factor),
    sizeBytes === undefined ? '' : formatBytes(sizeBytes),
  ]
  return `| ${cells.join(' | ')} |`
}

function formatReady(readyMs: number | undefined, factor: number | undefined): string {
  if (readyMs === undefined) return ''
  return factor === undefined ? formatMs(readyMs) : `${formatMs(readyMs)} (${formatFactor(factor)})`
}

function renderFinding({ finding, platforms }: FindingGroup): string {
  const where =
    platforms.length === 0 ? '' : ` on ${platforms.map((platform) => markdownCode(platform, 60)).join(', ')}`
  return `- **${finding.severity}** \`${finding.code}\`${where}: ${escapeMarkdown(finding.message, 2000)}${renderBlame(finding)}${renderHint(finding.hint)}`
}

function renderBlame(finding: FindingGroup['finding']): string {
  const words = readBlameWords(finding).filter((it) => !finding.message.endsWith(`; ${it}`))
  return words.map((it) => `<br>· ${escapeMarkdown(it, 500)}`).join('')
}

function renderHint(hint: string | undefined): string {
  return hint === undefined ? '' : `<br>hint: ${escapeMarkdown(hint, 2000)}`
}
