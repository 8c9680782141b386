import type { ErrorReport, RunReport, Verdict } from '../src/report/report.ts'
import { renderBenchmarks } from './benchmark-table.ts'
import { listReproductions } from './commands.ts'
import { groupFindings } from './finding-groups.ts'
import { renderFinding } from './finding-text.ts'
import { renderPlatformTable } from './platform-table.ts'
import { renderPublished } from './publish-text.ts'
import { paint, verdictColor, type Style } from './style.ts'
import { formatSummary } from './summary-line.ts'
import { renderUnproven } from './unproven-text.ts'

/** What a run found, for people: a table of its platforms, then each finding with its hint. */
export function renderResult(
  style: Style,
  report: RunReport,
  options: { readonly quiet?: boolean } = {},
): readonly string[] {
  const { quiet = false } = options
  const platforms = quiet ? report.platforms.filter(({ verdict }) => isWorthSaying(verdict)) : report.platforms
  const findings = groupFindings(report).filter(({ finding }) => !quiet || finding.severity !== 'info')
  const benchmarks = quiet ? [] : renderBenchmarks(style, report)
  const blocks = [
    renderPlatformTable(style, platforms),
    benchmarks,
    ...findings.map((group) => renderFinding(style, group)),
    renderUnproven(style, report),
    quiet ? [] : renderReproductions(style, report),
    report.publish === undefined ? [] : renderPublished(style, report.publish, report.errors.some(isOfPublishing)),
  ]
  return blocks
    .filter((block) => block.length > 0)
    .flatMap((block, position) => (position === 0 ? block : ['', ...block]))
}

/** Lines to be copied, so they are as long as they are. */
function renderReproductions(style: Style, report: RunReport): readonly string[] {
  const lines = listReproductions(report)
  return lines.length === 0 ? [] : ['to see it again:', ...lines.map((line) => `  ${paint(style, 'bold', line)}`)]
}

function isOfPublishing({ code }: ErrorReport): boolean {
  return code === 'publish-refused' || code === 'publish-failed'
}

function isWorthSaying(verdict: Verdict): boolean {
  return verdict !== 'passed' && verdict !== 'skipped'
}

/** The run in one line, its verdict in colour. */
export function renderSummary(style: Style, report: RunReport, elapsedMs?: number): string {
  const summary = formatSummary(report, elapsedMs)
  const [word = '', ...rest] = summary.split(':')
  const color = report.verdict === null ? 'red' : verdictColor(report.verdict)
  return [paint(style, 'bold', paint(style, color, word)), ...rest].join(':')
}
