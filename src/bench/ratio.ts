import {
  bootstrapInterval,
  drawPositions,
  intervalOf,
  leastForInterval,
  medianOfDrawn,
  type BootstrapOptions,
  type Interval,
} from './bootstrap.ts'
import type { Random } from './random.ts'
import { median } from './statistics.ts'

/** How many times one thing another is. */
export interface Ratio {
  readonly value: number
  /** Absent where there are too few values to say. */
  readonly interval?: Interval
}

/** One series by another, by their medians. Undefined without values, or where nothing can be a multiple. */
export function ratioOfMedians(
  numerator: readonly number[],
  denominator: readonly number[],
  options: BootstrapOptions,
): Ratio | undefined {
  if (numerator.length === 0 || denominator.length === 0) return undefined
  const [above, below] = [median(numerator), median(denominator)]
  if (!(below > 0)) return undefined
  const rounds = Math.min(numerator.length, denominator.length)
  // Values of the same round were taken one after another: what slowed one down may have slowed the other.
  const [one, other] = [numerator, denominator].map((values) => medianOfDrawn(Float64Array.from(values.slice(-rounds))))
  const interval = bootstrapInterval(rounds, (drawn) => (one?.(drawn) ?? 0) / (other?.(drawn) || below), options)
  return { value: above / below, ...(interval === undefined ? {} : { interval }) }
}

/** The ratio of two ratios that were measured apart, each of its own series. */
export function ratioOfRatios(
  candidate: readonly [readonly number[], readonly number[]],
  baseline: readonly [readonly number[], readonly number[]],
  options: BootstrapOptions,
): Ratio | undefined {
  const series = [...candidate, ...baseline]
  const [a = 0, b = 0, c = 0, d = 0] = series.map((values) => (values.length === 0 ? 0 : median(values)))
  if (!(a > 0 && b > 0 && c > 0 && d > 0)) return undefined
  const value = a / b / (c / d)
  if (series.some(({ length }) => length < leastForInterval)) return { value }
  const medians = series.map((values) => {
    const find = medianOfDrawn(Float64Array.from(values))
    const drawn = new Int32Array(values.length)
    return (random: Random): number => find(drawPositions(drawn, random))
  })
  const draw = (random: Random): number => {
    const [one = 0, two = 0, three = 0, four = 0] = medians.map((drawMedian) => drawMedian(random))
    return one / (two || b) / ((three || c) / (four || d))
  }
  return { value, interval: intervalOf(draw, options) }
}
