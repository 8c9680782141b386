import { escapeControl } from '../src/report/escape.ts'
import type { BenchmarkReport, ChangeReport } from '../src/report/benchmark-report.ts'
import type { ExecutionReport, PlatformReport, RunReport } from '../src/report/report.ts'
import { formatBytes, formatCount, formatFactor, formatMs } from './quantity.ts'

/** One measure of one platform, in words. */
export interface FigureRow {
  readonly platform: string
  /** `native`, `qemu-aarch64 7.2.22` */
  readonly by: string
  readonly kind: 'native' | 'emulated' | 'other'
  readonly median: string
  /** `182 to 214 ms`; empty for a single sample. */
  readonly interval: string
  readonly factor: string
  /** `p90 4.02 ms, p99 6.23 ms`, what changed, that it is unstable. */
  readonly notes: readonly string[]
  readonly benchmark: BenchmarkReport
}

/** A measure, and its figures on every platform that has any. */
export interface FigureGroup {
  readonly measure: string
  readonly rows: readonly FigureRow[]
}

/** What was measured, by measure: that is what platforms are compared in. */
export function groupFigures({ platforms }: RunReport): readonly FigureGroup[] {
  const names = new Set(platforms.flatMap(({ benchmarks = [] }) => benchmarks.map(({ name }) => name)))
  return [...names].map((name) => ({
    measure: escapeControl(name, 60),
    rows: platforms.flatMap((platform) =>
      (platform.benchmarks ?? [])
        .filter((benchmark) => benchmark.name === name)
        .map((benchmark) => describeFigure(platform, benchmark)),
    ),
  }))
}

function describeFigure({ platform, execution }: PlatformReport, benchmark: BenchmarkReport): FigureRow {
  const { medianMs, interval, requests, isUnstable, outliers = 0, change, emulator, overOwn } = benchmark
  return {
    platform: escapeControl(platform, 60),
    by: emulator === undefined ? describeExecution(execution) : describeEmulator(emulator),
    kind:
      emulator !== undefined || execution.kind === 'emulated'
        ? 'emulated'
        : execution.kind === 'native'
          ? 'native'
          : 'other',
    median: formatFineMs(medianMs),
    interval: interval === undefined ? '' : `${formatFineMs(interval.low)} to ${formatFineMs(interval.high)}`,
    factor: describeFactor(benchmark),
    notes: [
      ...(requests === undefined
        ? []
        : [`p90 ${formatFineMs(requests.p90Ms)}, p99 ${formatFineMs(requests.p99Ms)} of ${requests.count}`]),
      ...(overOwn === undefined ? [] : [describeOverOwn(overOwn, execution)]),
      ...(change === undefined ? [] : [describeChange(change)]),
      ...(outliers === 0 ? [] : [formatCount(outliers, 'outlier')]),
      ...(isUnstable === true ? ['unstable'] : []),
    ],
    benchmark,
  }
}

function describeOverOwn(
  { ratio, interval }: NonNullable<BenchmarkReport['overOwn']>,
  execution: ExecutionReport,
): string {
  const between = interval === undefined ? '' : ` (${interval.low.toFixed(2)} to ${interval.high.toFixed(2)})`
  return `${ratio.toFixed(2)} ×${between} of ${describeExecution(execution)}`
}

function describeExecution(execution: ExecutionReport): string {
  return execution.kind === 'emulated' ? describeEmulator(execution.emulator) : execution.kind
}

function describeEmulator({ name, version }: { readonly name: string; readonly version?: string }): string {
  return escapeControl(version === undefined ? name : `${name} ${version}`, 60)
}

function describeFactor({ factor, factorInterval, factorOf }: BenchmarkReport): string {
  if (factor === undefined) return ''
  const value = formatFactor(factor)
  if (factorOf === 'reference') return `about ${value}, by a reference program`
  const between = factorInterval === undefined ? '' : ` (${plain(factorInterval.low)} to ${plain(factorInterval.high)})`
  return `${value}${between}${factorOf === 'compatibility' ? ' of the native one' : ''}`
}

function plain(factor: number): string {
  return formatFactor(factor).replace(/ ×$/, '')
}

/** `10.2 % slower (8.1 to 12.3 %)` */
function describeChange({ ratio, interval, verdict, by }: ChangeReport): string {
  const word = ratio >= 1 ? 'slower' : 'faster'
  const between =
    interval === undefined ? '' : ` (${formatPercent(interval.low - 1)} to ${formatPercent(interval.high - 1)} %)`
  const how = by === 'time' ? '' : by === 'factor' ? ', by its factor' : ', by a reference program'
  return `${verdict}: ${formatPercent(Math.abs(ratio - 1))} % ${word}${between}${how}`
}

function formatPercent(part: number): string {
  const value = part * 100
  return Math.abs(value) < 10 ? value.toFixed(1) : value.toFixed(0)
}

/** A time of which small parts count: `2.49 ms`, `19.8 ms`, `198 ms`, `1.28 s`. */
export function formatFineMs(ms: number): string {
  if (ms < 9.995) return `${ms.toFixed(2)} ms`
  return ms < 99.95 ? `${ms.toFixed(1)} ms` : formatMs(ms)
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

const endings = {
  narrow: 'until intervals were narrow',
  time: 'until the time was over',
  rounds: 'as asked for',
  stopped: 'until it was stopped',
} as const

/** How it was measured, and against what. */
export function describeBench(report: RunReport): readonly string[] {
  const { bench } = report
  if (bench === undefined) return []
  const { rounds, elapsedMs, endedBy, baseline, notes = [] } = bench
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
    `${formatCount(rounds, 'round')} in ${formatMs(elapsedMs)}, ${endings[endedBy]}: medians with 95 % intervals`,
    ...(cost === undefined ? [] : [`a request to a server that does nothing takes ${formatFineMs(cost)} of its time`]),
    ...compared,
    ...notes.map((note) => `not measured: ${escapeControl(note, 300)}`),
  ]
}
