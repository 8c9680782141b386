import { escapeControl } from '../src/report/escape.ts'
import type { PlatformStateEvent, RunEvent } from '../src/report/event.ts'
import { renderStep } from './build-text.ts'
import { formatExecution } from './execution-text.ts'
import { formatHealth } from './health-text.ts'
import { formatImageName } from './image-name.ts'
import type { LiveState } from './live-state.ts'
import { formatCount, formatElapsed, formatMs } from './quantity.ts'
import { verdictMark, type Style } from './style.ts'

/**
 * What a log shows of an event, where lines cannot be rewritten: one short line for a change worth a line, else none.
 * @param before the state the event came upon
 */
export function renderProgress(style: Style, before: LiveState, event: RunEvent, nowMs: number): string | undefined {
  switch (event.kind) {
    case 'image-resolved': {
      const counts = [formatCount(event.platforms.length, 'platform'), formatCount(event.attestations, 'attestation')]
      return `${formatImageName(event)}: ${counts.join(', ')}`
    }
    case 'platform-state': {
      if (event.state === 'finding-the-cause') {
        return `  ${escapeControl(event.platform, 60)}: ${escapeControl(event.detail ?? '', 200)}, finding the cause`
      }
      if (event.state === 'done') return tellDone(before, event, nowMs)
      const row = before.rows.find(({ platform }) => platform === event.platform)
      if (event.state === 'waiting-for-health' && row?.progress?.state === event.state) {
        return `  ${escapeControl(event.platform, 60)}: ${escapeControl(event.detail ?? '', 200)}`
      }
      if (event.state !== 'pulling' && event.state !== 'starting') return undefined
      // Progress within a state is no change of it.
      if (row?.progress?.state === event.state) return undefined
      const how = event.state === 'starting' && row?.execution !== undefined ? formatExecution(row.execution) : ''
      return `  ${escapeControl(event.platform, 60)}: ${event.state}${how === '' ? '' : `, ${how}`}`
    }
    case 'platform-end': {
      const { report } = event
      const row = before.rows.find(({ platform }) => platform === (event.platform ?? report.platform))
      const time = row?.startedAtMs === undefined ? '' : ` after ${formatElapsed(nowMs - row.startedAtMs)}`
      const how = report.health === undefined ? '' : formatHealth(report.health, 200)
      const proven = how === '' ? '' : `, ${how}`
      const ready = report.health?.readyMs === undefined ? '' : `, ready in ${formatMs(report.health.readyMs)}`
      return `${verdictMark(style, report.verdict)} ${escapeControl(report.platform, 60)}: ${report.verdict}${time}${proven}${ready}`
    }
    case 'notice':
      return escapeControl(event.message, 1000)
    case 'build-start':
      return `building ${escapeControl(event.context, 200)} with ${escapeControl(event.builder, 80)}`
    case 'build-step':
      return renderStep(event)
    case 'audit-progress':
    case 'build-end':
    case 'platform-planned':
    case 'run-end':
      return undefined
  }
}

/** What a platform came to, while others go on: the verdicts come when all have been seen. */
function tellDone({ rows }: LiveState, { platform, detail }: PlatformStateEvent, nowMs: number): string | undefined {
  const own = rows.find((row) => row.platform === platform)
  const isLast = rows.every((row) => row === own || row.endedAtMs !== undefined)
  if (isLast || own?.startedAtMs === undefined || detail === undefined) return undefined
  return `  ${escapeControl(platform, 60)}: ${escapeControl(detail, 200)}, after ${formatElapsed(nowMs - own.startedAtMs)}`
}
