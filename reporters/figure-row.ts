import { pullName, type BenchmarkReport, type ChangeReport } from '../src/report/benchmark-report.ts'
import { escapeControl } from '../src/report/escape.ts'
import type { ExecutionReport, PlatformReport } from '../src/report/report.ts'
import { formatCount, formatFactor, formatMs } from './quantity.ts'

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

/** A measure of a platform, in words. */
export function describeFigure({ platform, execution }: PlatformReport, benchmark: BenchmarkReport): FigureRow {
  const { medianMs, interval, requests, trend, isUnstable, outliers = 0, change, overOwn } = benchmark
  const isUntold = medianMs < leastMs
  return {
    platform: escapeControl(platform, 60),
    by: describeMeans(execution, benchmark),
    kind: kindOf(execution, benchmark),
    median: formatFineMs(medianMs),
    interval:
      interval === undefined || isUntold ? '' : `${formatFineMs(interval.low)} to ${formatFineMs(interval.high)}`,
    factor: describeFactor(benchmark),
    notes: [
      ...(requests === undefined
        ? []
        : [`p90 ${formatFineMs(requests.p90Ms)}, p99 ${formatFineMs(requests.p99Ms)} of ${requests.count}`]),
      ...(overOwn === undefined ? [] : [describeOverOwn(overOwn, execution)]),
      ...(change === undefined ? [] : [describeChange(change)]),
      ...(outliers === 0 || isUntold ? [] : [formatCount(outliers, 'outlier')]),
      ...(trend === undefined ? [] : [describeTrend(trend)]),
      ...(isUntold ? ['quicker than the clock tells'] : []),
      ...(isUnstable === true ? ['unstable'] : []),
    ],
    benchmark,
  }
}

function kindOf({ kind }: ExecutionReport, { name, build, emulator }: BenchmarkReport): FigureRow['kind'] {
  if (name === pullName) return 'other'
  const way = build?.execution ?? (emulator === undefined ? kind : 'emulated')
  return way === 'native' || way === 'emulated' ? way : 'other'
}

/** A builder may run things otherwise than the engine does, and pulling runs nothing. */
function describeMeans(execution: ExecutionReport, { name, build, emulator }: BenchmarkReport): string {
  if (name === pullName) return 'by the engine'
  if (build !== undefined) return build.execution === 'none' ? 'nothing executed' : build.execution
  return emulator === undefined ? describeExecution(execution) : describeEmulator(emulator)
}

function describeTrend({ over, ratio }: NonNullable<BenchmarkReport['trend']>): string {
  const where = over === 'requests' ? 'at the end of the requests' : 'in the last round'
  return `slows down: ${formatFactor(ratio)} ${where}`
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

/** `6.9 × (5.8 to 8.7)`; empty where there is none. */
export function describeFactor({
  factor,
  factorInterval,
  factorOf,
}: {
  readonly factor?: BenchmarkReport['factor'] | undefined
  readonly factorInterval?: BenchmarkReport['factorInterval'] | undefined
  readonly factorOf?: BenchmarkReport['factorOf']
}): string {
  if (factor === undefined) return ''
  const value = formatFactor(factor)
  if (factorOf === 'reference') return `about ${value}, by a reference program`
  const between = factorInterval === undefined ? '' : ` (${plain(factorInterval.low)} to ${plain(factorInterval.high)})`
  return `${value}${between}${factorOf === 'compatibility' || factorOf === 'cross' ? ' of the native one' : ''}`
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

/** Times are told in microseconds. */
const leastMs = 0.001

/** A time of which small parts count: `4 µs`, `2.49 ms`, `19.8 ms`, `198 ms`, `1.28 s`. */
export function formatFineMs(ms: number): string {
  if (ms < leastMs) return 'below 1 µs'
  if (ms < 0.01) return `${Math.round(ms * 1000)} µs`
  if (ms < 9.995) return `${ms.toFixed(2)} ms`
  return ms < 99.95 ? `${ms.toFixed(1)} ms` : formatMs(ms)
}
