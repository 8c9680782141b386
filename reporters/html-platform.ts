import type { CheckReport, PlatformReport, RunReport } from '../src/report/report.ts'
import { formatExecution } from './execution-text.ts'
import { formatHealth } from './health-text.ts'
import { renderBar, renderCommand, renderFacts, renderWide, verdictPill } from './html-parts.ts'
import { listCommands } from './commands.ts'
import { renderFindings } from './html-finding.ts'
import type { Anchors, HtmlBudget } from './html-names.ts'
import { h, type Html } from './html-node.ts'
import { formatBytes, formatCount, formatFactor, formatMs } from './quantity.ts'

export interface PlatformContext {
  readonly anchors: Anchors
  readonly budget: HtmlBudget
  /** The longest of all times that are drawn beside each other. */
  readonly longestMs: number
}

/** One platform with all its evidence; closed where all is well. */
export function renderPlatform(
  report: RunReport,
  platform: PlatformReport,
  id: string,
  context: PlatformContext,
): Html {
  const { verdict, findings, checks } = platform
  const commands = listCommands(report, platform)
  const isOpen = verdict !== 'passed' && verdict !== 'skipped'
  return h(
    'details',
    { class: `platform ${verdict}`, id, 'data-verdict': verdict, open: isOpen },
    h(
      'summary',
      {},
      h('h3', {}, platform.platform),
      verdictPill(verdict),
      h('span', { class: 'muted' }, formatExecution(platform.execution)),
      findings.length === 0 ? undefined : h('span', { class: 'muted count' }, formatCount(findings.length, 'finding')),
    ),
    h(
      'div',
      { class: 'body' },
      renderFacts(listFacts(platform)),
      findings.length === 0 ? undefined : [h('h4', {}, 'Findings'), renderFindings(findings, id, context)],
      checks.length === 0
        ? undefined
        : [h('h4', {}, 'Checks and times'), renderWide('checks and times', renderChecks(platform, context.longestMs))],
      commands.length === 0 ? undefined : [h('h4', {}, 'Reproduce it'), commands.map(renderCommand)],
    ),
  )
}

function listFacts({ platform, declared, digest, sizeBytes, execution, uname, health, start }: PlatformReport) {
  const ran = execution.kind === 'native' || execution.kind === 'emulated'
  const engine = execution.kind === 'none' ? undefined : execution.engineVersion
  return [
    ['Digest', digest],
    ['Declared as', declared === platform ? undefined : declared],
    ['Size', sizeBytes === undefined ? undefined : formatBytes(sizeBytes)],
    ['Engine', engine],
    ['Proof', ran ? execution.proof : undefined],
    ['Not run', ran || execution.kind === 'none' ? undefined : execution.reason],
    ['uname -m', uname],
    ['Health', health === undefined ? undefined : formatHealth(health, 300)],
    ['Reached at', health?.at],
    ['Time limit', start === undefined ? undefined : `${formatMs(start.timeoutMs)}: ${start.timeoutReason}`],
  ] as const
}

function renderChecks({ checks, health, start }: PlatformReport, longestMs: number): Html {
  const readyMs = health?.readyMs ?? start?.readyMs
  const ready: readonly CheckReport[] =
    readyMs === undefined ? [] : [{ name: 'ready', status: 'passed', durationMs: readyMs, ...readyReason(start) }]
  return h(
    'table',
    { class: 'checks' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        ['Check', 'Status', 'Time', ''].map((head) => h('th', { scope: 'col' }, head === '' ? 'Note' : head)),
      ),
    ),
    h(
      'tbody',
      {},
      [...checks, ...ready].map(({ name, status, durationMs, reason }) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, name),
          h('td', {}, verdictPill(status)),
          h(
            'td',
            { class: 'time' },
            durationMs === undefined ? '' : [formatMs(durationMs), renderBar(durationMs, longestMs)],
          ),
          h('td', { class: 'muted' }, reason ?? ''),
        ),
      ),
    ),
  )
}

function readyReason(start: PlatformReport['start']): Pick<CheckReport, 'reason'> {
  if (start?.factor === undefined) return {}
  return { reason: `${formatFactor(start.factor)} ${start.comparedTo ?? 'a native platform'}` }
}
