import { escapeControl } from '../src/report/escape.ts'
import type { SavedBuildsReport } from '../src/report/benchmark-report.ts'
import type { RunReport } from '../src/report/report.ts'
import { describeFigure, formatFineMs, type FigureRow } from './figure-row.ts'
import { formatBytes, formatCount, formatMs } from './quantity.ts'
import { describeSteps } from './step-figures.ts'

/** A measure, and its figures on every platform that has any. */
export interface FigureGroup {
  readonly measure: string
  readonly rows: readonly FigureRow[]
}

/** What was measured, by measure: that is what platforms are compared in. */
export function groupFigures({ platforms }: RunReport): readonly FigureGroup[] {
  const names = new Set(platforms.flatMap(({ benchmarks = [] }) => benchmarks.map(({ name }) => name)))
  return [...names].flatMap((name) => {
    const rows = platforms.flatMap((platform) =>
      (platform.benchmarks ?? [])
        .filter((benchmark) => benchmark.name === name)
        .map((benchmark) => describeFigure(platform, benchmark)),
    )
    return [{ measure: escapeControl(name, 60), rows }, ...describeSteps(rows)]
  })
}

/** What platforms take up, one line each: what crosses the network, what lies on disk, the most memory. */
export function listFootprints({ platforms }: RunReport): readonly { platform: string; text: string }[] {
  return platforms.flatMap(({ platform, sizeBytes, footprint }) => {
    if (footprint === undefined) return []
    const { diskBytes, peakMemoryBytes, memoryFrom } = footprint
    const parts = [
      ...(sizeBytes === undefined ? [] : [`${formatBytes(sizeBytes)} on the wire`]),
      ...(diskBytes === undefined ? [] : [`${formatBytes(diskBytes)} on disk`]),
      ...(peakMemoryBytes === undefined
        ? []
        : [`${formatBytes(peakMemoryBytes)} of memory ${memoryFrom === 'kernel' ? 'at most' : 'when looked at'}`]),
    ]
    return parts.length === 0 ? [] : [{ platform: escapeControl(platform, 60), text: parts.join(', ') }]
  })
}

/** Where figures of builds come from that are not of this run. */
export function describeSavedBuilds({ name, createdAt }: SavedBuildsReport): string {
  const at = new Date(createdAt).toISOString().replace('T', ' ').slice(0, 16)
  return `builds: each platform alone, as measured on ${at} UTC (${escapeControl(name, 200)})`
}

const endings = {
  narrow: 'until intervals were narrow',
  time: 'until the time was over',
  rounds: 'as asked for',
  stopped: 'until it was stopped',
} as const

/** Of too few rounds there is no interval. */
function nameFigures({ platforms }: RunReport): string {
  const hasIntervals = platforms.some(({ benchmarks = [] }) =>
    benchmarks.some(({ interval }) => interval !== undefined),
  )
  return hasIntervals ? 'medians with 95 % intervals' : 'medians, of too few rounds for intervals'
}

/** How it was measured, and against what. */
export function describeBench(report: RunReport): readonly string[] {
  const { bench } = report
  if (bench === undefined) return []
  const { rounds, elapsedMs, endedBy, baseline, buildRounds, builds, notes = [] } = bench
  const cost = report.platforms
    .flatMap(({ benchmarks = [] }) => benchmarks.flatMap(({ requests }) => requests?.ownCostMs ?? []))
    .at(0)
  const compared =
    baseline === undefined
      ? []
      : [
          baseline.by === 'rounds'
            ? `compared with ${escapeControl(baseline.name, 200)}, measured in the same rounds`
            : `compared with ${escapeControl(baseline.name, 200)}, by factors`,
          ...baseline.notes.map((note) => `  ${escapeControl(note, 300)}`),
        ]
  return [
    `${formatCount(rounds, 'round')} in ${formatMs(elapsedMs)}, ${endings[endedBy]}: ${nameFigures(report)}`,
    ...(buildRounds === undefined
      ? []
      : [`each platform was built alone, cold and then warm, ${buildRounds === 1 ? 'once' : `${buildRounds} times`}`]),
    ...(builds === undefined ? [] : [describeSavedBuilds(builds)]),
    ...(cost === undefined ? [] : [`a request to a server that does nothing takes ${formatFineMs(cost)} of its time`]),
    ...compared,
    ...notes.map((note) => `not measured: ${escapeControl(note, 300)}`),
  ]
}
