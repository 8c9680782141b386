import type { BenchmarkReport, IntervalReport } from '../report/benchmark-report.ts'
import type { Interval } from './bootstrap.ts'
import { clockMs } from './clock.ts'
import { ratioOfMedians, type Ratio } from './ratio.ts'
import type { Iteration } from './rounds.ts'
import { median, percentile } from './statistics.ts'
import { unstableHalfWidth } from './stop-rule.ts'
import { relativeHalfWidth, summarize } from './summary.ts'
import { findTrend } from './trend.ts'

/** A measure of one subject: one entry for each round, empty where it was not measured in that. */
export type Series = readonly (readonly number[])[]

/** Every measure of a subject, in the order they were first seen. */
export function collectSeries(iterations: readonly (Iteration | undefined)[]): ReadonlyMap<string, Series> {
  const names = new Set(iterations.flatMap((iteration) => [...(iteration?.durations.keys() ?? [])]))
  return new Map(
    [...names].map((name) => [name, iterations.map((iteration) => iteration?.durations.get(name) ?? [])] as const),
  )
}

/** One value for each round that has any: the middle of what was measured in it. */
export function valuesOf(series: Series): readonly number[] {
  return series.flatMap((values) => (values.length === 0 ? [] : [median(values)]))
}

/** The values of rounds in which both were measured, the one's and the other's. */
export function valuesOfBoth(one: Series, other: Series): readonly [readonly number[], readonly number[]] {
  const both = one.flatMap((values, round) => {
    const others = other[round] ?? []
    return values.length === 0 || others.length === 0 ? [] : [[median(values), median(others)] as const]
  })
  return [both.map(([value]) => value), both.map(([, value]) => value)]
}

export interface BenchmarkOptions {
  readonly seed: number
  /** What single requests cost where nothing is done for them. */
  readonly ownCostMs?: number | undefined
  /** How many benchmarks the run has: the more, the more chance finds in one of them. @default 1 */
  readonly comparisons?: number
}

/** Starts are asked for about each hundredth of their time: no figure is surer than that. */
const startResolution = 0.01

/** The figures of a measure; undefined where nothing was measured. */
export function createBenchmark(name: string, series: Series, options: BenchmarkOptions): BenchmarkReport | undefined {
  const values = valuesOf(series)
  const { seed, ownCostMs, comparisons = 1 } = options
  const resolution = name === 'start' && values.length > 0 ? Math.max(5, median(values) * startResolution) : clockMs
  const summary = summarize(values, { seed, resolution })
  if (summary === undefined) return undefined
  const all = series.flat()
  const trend = findTrend(series, { comparisons })
  const isUnstable =
    summary.median >= clockMs && relativeHalfWidth(summary.median, summary.interval) > unstableHalfWidth
  return {
    name,
    medianMs: toMicros(summary.median),
    samples: values.map(toMicros),
    madMs: toMicros(summary.mad),
    ...(summary.interval === undefined ? {} : { interval: reportInterval(summary.interval) }),
    outliers: summary.outliers,
    ...(isUnstable ? { isUnstable } : {}),
    ...(trend === undefined ? {} : { trend }),
    ...(name.startsWith('GET ')
      ? {
          requests: {
            count: all.length,
            p90Ms: toMicros(percentile(all, 0.9)),
            p99Ms: toMicros(percentile(all, 0.99)),
            ...(ownCostMs === undefined ? {} : { ownCostMs: toMicros(ownCostMs) }),
          },
        }
      : {}),
  }
}

/** What a factor is over: the same measure of a platform that runs natively. */
export interface NativeSeries {
  readonly platform: string
  readonly series: Series
}

/** Says how many times as long as natively it took. */
export function addFactor(
  benchmark: BenchmarkReport,
  series: Series,
  over: NativeSeries & { readonly of: 'emulation' | 'compatibility' | 'cross' },
  seed: number,
): BenchmarkReport {
  const [own, native] = valuesOfBoth(series, over.series)
  // A multiple of what the clock cannot tell, or such a part of it, is a figure of the clock.
  if ([own, native].some((values) => values.length > 0 && median(values) < clockMs)) return benchmark
  const ratio = ratioOfMedians(own, native, { seed })
  if (ratio === undefined) return benchmark
  return { ...benchmark, ...factorPart(ratio), factorOf: over.of, comparedTo: over.platform }
}

function factorPart({ value, interval }: Ratio): Pick<BenchmarkReport, 'factor' | 'factorInterval'> {
  return {
    factor: digits(value),
    ...(interval === undefined ? {} : { factorInterval: { low: digits(interval.low), high: digits(interval.high) } }),
  }
}

/** Microseconds: no clock here tells more. */
export function toMicros(ms: number): number {
  return Math.round(ms * 1000) / 1000
}

/** Ratios are no more exact than four digits. */
export function digits(value: number): number {
  return Number(value.toPrecision(4))
}

export function reportInterval({ low, high }: Interval): IntervalReport {
  return { low: toMicros(Math.max(low, 0)), high: toMicros(high) }
}
