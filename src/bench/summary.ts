import { bootstrapInterval, medianOfDrawn, type BootstrapOptions, type Interval } from './bootstrap.ts'
import { countOutliers, median, medianAbsoluteDeviation } from './statistics.ts'

/** What is left of the values of many rounds. Units are those of the values. */
export interface Summary {
  readonly count: number
  readonly median: number
  /** Median absolute deviation. */
  readonly mad: number
  /** Of the median; absent for a single value. */
  readonly interval?: Interval
  readonly outliers: number
}

export interface SummaryOptions extends BootstrapOptions {
  /** What two values must differ by to be told apart: no interval is narrower. @default 0 */
  readonly resolution?: number
}

/** Sums up the values of rounds; undefined for none. */
export function summarize(values: readonly number[], options: SummaryOptions): Summary | undefined {
  if (values.length === 0) return undefined
  const interval = bootstrapInterval(values.length, medianOfDrawn(Float64Array.from(values)), options)
  const middle = median(values)
  return {
    count: values.length,
    median: middle,
    mad: medianAbsoluteDeviation(values),
    ...(interval === undefined ? {} : { interval: widen(interval, middle, options.resolution ?? 0) }),
    outliers: countOutliers(values),
  }
}

/** How far an interval reaches from its figure, as a part of that: 0.05 is ± 5 %. Without an interval, no figure is sure. */
export function relativeHalfWidth(figure: number, interval: Interval | undefined): number {
  if (interval === undefined) return Infinity
  if (figure === 0) return interval.low === interval.high ? 0 : Infinity
  return (interval.high - interval.low) / 2 / Math.abs(figure)
}

function widen({ low, high }: Interval, middle: number, resolution: number): Interval {
  return { low: Math.min(low, middle - resolution / 2), high: Math.max(high, middle + resolution / 2) }
}
