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

export interface TimelineOptions {
  readonly maxRows: number
  /** Which come first; what was done for none comes last. */
  readonly platforms: readonly string[]
}

/** What the builder does around it counts where it takes a part of the time that can be seen. */
const leastPart = 0.005

/** The longest steps of each platform, in the order they began; the rest is only counted. */
export function groupSteps(
  { steps, durationMs }: BuildReport,
  { maxRows, platforms }: TimelineOptions,
): readonly TimelineGroup[] {
  const groups = Map.groupBy(steps, nameOf)
  const share = Math.max(2, Math.floor(maxRows / Math.max(groups.size, 1)))
  const placeOf = ([first]: readonly BuildStepReport[]): number => {
    const place = platforms.indexOf(first?.platform ?? '')
    return place === -1 ? platforms.length : place
  }
  const ordered = [...groups].toSorted(([, one], [, other]) => placeOf(one) - placeOf(other))
  return ordered.slice(0, maxRows).flatMap(([name, own]) => {
    const leastMs = name === forAll ? durationMs * leastPart : 1
    const shown = own
      .filter((step) => step.status !== 'done' || (step.durationMs ?? 0) >= leastMs)
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
