import type { BuildReport, BuildStepReport } from '../src/report/build-report.ts'
import type { PictureKind } from './picture-style.ts'
import { escapeControl } from '../src/report/escape.ts'
import { formatCount, formatMs } from './quantity.ts'

/** A step of a build, as it is drawn. */
export interface TimelineRow {
  readonly label: string
  readonly kind: PictureKind
  /** `12.3 s emulated` */
  readonly says: string
  readonly startedMs: number
  readonly endedMs: number
}

/** What was done for a platform. */
export interface TimelineGroup {
  readonly heading: string
  readonly rows: readonly TimelineRow[]
}

const forAll = 'for no platform in particular'

/** The longest steps of each platform, in the order they began; what took no time at all is counted only. */
export function groupSteps({ steps }: BuildReport, maxRows: number): readonly TimelineGroup[] {
  const names = [...new Set(steps.map(nameOf))].toSorted((a, b) => Number(a === forAll) - Number(b === forAll))
  const share = Math.max(2, Math.floor(maxRows / Math.max(names.length, 1)))
  return names.slice(0, maxRows).flatMap((name) => {
    const own = steps.filter((step) => nameOf(step) === name)
    const shown = own
      .filter(({ status, durationMs = 0 }) => status !== 'done' || durationMs >= 1)
      .toSorted((a, b) => weightOf(b) - weightOf(a))
      .slice(0, share)
      .toSorted((a, b) => (a.startedMs ?? 0) - (b.startedMs ?? 0))
    const hidden = own.length - shown.length
    const more = hidden === 0 ? '' : `, without ${formatCount(hidden, 'shorter step')}`
    return shown.length === 0 ? [] : [{ heading: `${name}${more}`, rows: shown.map(toRow) }]
  })
}

function nameOf({ target, platform }: BuildStepReport): string {
  const parts = [...(target === undefined ? [] : [target]), ...(platform === undefined ? [] : [platform])]
  return platform === undefined && target === undefined ? forAll : escapeControl(parts.join(' '), 60)
}

/** A step that failed is never among those that are left out. */
function weightOf({ status, durationMs = 0 }: BuildStepReport): number {
  return status === 'failed' ? Infinity : durationMs
}

function toRow(step: BuildStepReport): TimelineRow {
  const { instruction, stage, startedMs = 0, durationMs = 0 } = step
  const kind = kindOf(step)
  const told = { native: '', other: '', emulated: ' emulated', cross: ' cross', cached: ' cached', failed: ' failed' }[
    kind
  ]
  const canceled = step.status === 'canceled' ? ' canceled' : ''
  return {
    label: escapeControl(stage === undefined ? instruction : `${stage}: ${instruction}`, 46),
    kind,
    says: `${formatMs(durationMs)}${told}${canceled}`,
    startedMs,
    endedMs: startedMs + durationMs,
  }
}

function kindOf({ status, execution }: BuildStepReport): PictureKind {
  if (status === 'failed' || status === 'cached') return status
  return execution ?? 'other'
}
