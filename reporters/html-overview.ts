import type { CheckReport, PlatformReport, Verdict } from '../src/report/report.ts'
import { formatExecution } from './execution-text.ts'
import { formatHealth } from './health-text.ts'
import { verdictMarks, verdictPill } from './html-parts.ts'
import { h, type Html } from './html-node.ts'
import { formatBytes, formatFactor, formatMs } from './quantity.ts'

/** No table is wider; the platform itself has them all. */
const maxCheckColumns = 8

/** The matrix: a row for each platform, a column for each check. */
export function renderOverview(platforms: readonly PlatformReport[], ids: readonly string[]): Html | undefined {
  if (platforms.length === 0) return undefined
  const names = [...new Set(platforms.flatMap(({ checks }) => checks.map(({ name }) => name)))].slice(
    0,
    maxCheckColumns,
  )
  const heads = ['Platform', 'Verdict', 'Run', ...names, 'Proven', 'Ready', 'Size']
  return h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': 'platforms by checks' },
    h(
      'table',
      { class: 'matrix' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          heads.map((head) => h('th', { scope: 'col' }, head)),
        ),
      ),
      h(
        'tbody',
        {},
        platforms.map((platform, row) => renderRow(platform, ids[row] ?? '', names)),
      ),
    ),
  )
}

function renderRow(platform: PlatformReport, id: string, names: readonly string[]): Html {
  const { verdict, execution, health, start, sizeBytes } = platform
  const readyMs = health?.readyMs ?? start?.readyMs
  return h(
    'tr',
    { 'data-for': id },
    h('th', { scope: 'row' }, h('a', { href: `#${id}` }, platform.platform)),
    h('td', {}, verdictPill(verdict)),
    h('td', {}, formatExecution(execution)),
    names.map((name) => renderCheck(platform.checks.find((check) => check.name === name))),
    h('td', {}, health === undefined ? '' : formatHealth(health, 80)),
    h('td', { class: 'number' }, readyMs === undefined ? '' : formatMs(readyMs), formatTimes(start?.factor)),
    h('td', { class: 'number' }, sizeBytes === undefined ? '' : formatBytes(sizeBytes)),
  )
}

function formatTimes(factor: number | undefined): Html | string {
  return factor === undefined ? '' : h('span', { class: 'muted' }, ` ${formatFactor(factor)}`)
}

function renderCheck(check: CheckReport | undefined): Html {
  if (check === undefined) return h('td', { class: 'mark' }, h('span', { class: 'muted' }, ''))
  const { status, durationMs } = check
  const title = durationMs === undefined ? status : `${status}, ${formatMs(durationMs)}`
  return h('td', { class: 'mark', title }, renderMark(status))
}

function renderMark(status: Verdict): Html {
  return h('span', { class: `mark ${status}`, role: 'img', 'aria-label': status }, verdictMarks[status])
}
