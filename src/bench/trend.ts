import type { TrendReport } from '../report/benchmark-report.ts'
import { median } from './statistics.ts'

/** How sure all trends of a run together must be. */
const chanceOfAny = 0.01
/** From the first value to the last; less is no slowing down that anyone would look for. */
const leastGrowth = 0.1
/** Of the sequences, as many must grow: what disturbs the machine once makes one of them grow. */
const leastPart = 0.8
const leastLength = 5
/** More than these say nothing more, and every pair of them is looked at. */
const mostValues = 400

export interface TrendOptions {
  /** How many sets of values the run looks for a trend in. */
  readonly comparisons: number
}

/**
 * Says how much slower things become from the first to the last of each sequence, where that is neither chance nor
 * small: the test of Mann and Kendall over all sequences, as for seasons, with Sen's slope as the size.
 * https://vsp.pnnl.gov/help/Vsample/Design_Trend_Seasonal_Kendall.htm
 */
export function findGrowth(
  sequences: readonly (readonly number[])[],
  { comparisons }: TrendOptions,
): number | undefined {
  const tested = sequences.filter(({ length }) => length >= leastLength).map((values) => values.slice(0, mostValues))
  if (tested.length === 0) return undefined
  const scores = tested.map(kendallScore)
  const sum = scores.reduce((total, { score }) => total + score, 0)
  const variance = scores.reduce((total, one) => total + one.variance, 0)
  if (sum <= 0 || variance === 0) return undefined
  const chance = upperTail((sum - 1) / Math.sqrt(variance))
  if (chance > chanceOfAny / Math.max(comparisons, 1)) return undefined
  const growing = scores.filter(({ score }) => score > 0).length
  if (growing < tested.length * leastPart) return undefined
  const growth = median(tested.map(growthOf))
  return growth >= leastGrowth ? 1 + growth : undefined
}

/** Pairs that grow less those that shrink, and how far chance alone moves that; equal values are taken into account. */
function kendallScore(values: readonly number[]): { readonly score: number; readonly variance: number } {
  let score = 0
  for (const [place, one] of values.entries()) {
    for (const later of values.slice(place + 1)) score += Math.sign(later - one)
  }
  const ties = new Map<number, number>()
  for (const value of values) ties.set(value, (ties.get(value) ?? 0) + 1)
  const spread = (count: number): number => count * (count - 1) * (2 * count + 5)
  const tied = [...ties.values()].reduce((total, count) => total + spread(count), 0)
  return { score, variance: (spread(values.length) - tied) / 18 }
}

/** How much longer the last takes than the first, by the middle of all pairs' slopes: 0.5 is half as long again. */
function growthOf(values: readonly number[]): number {
  const slopes = values.flatMap((one, place) =>
    values.slice(place + 1).map((later, distance) => (later - one) / (distance + 1)),
  )
  const slope = median(slopes)
  const first = median(values.map((value, place) => value - slope * place))
  // Where the line begins at nothing, the first values themselves do not.
  const from = Math.max(first, median(values.slice(0, 3)) / 2)
  return from > 0 ? (slope * (values.length - 1)) / from : 0
}

/** The chance of a value above `z` in a normal distribution; to six digits. https://dlmf.nist.gov/7.25#i (Abramowitz 26.2.17) */
function upperTail(z: number): number {
  if (z < 0) return 1 - upperTail(-z)
  const t = 1 / (1 + 0.231_641_9 * z)
  const series =
    t * (0.319_381_53 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))))
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series
}

/**
 * What becomes slower: one request after another of the same container, or else one round after another. Of the machine,
 * too, rounds become slower; a container is new in each.
 */
export function findTrend(series: readonly (readonly number[])[], options: TrendOptions): TrendReport | undefined {
  const several = series.filter(({ length }) => length > 1)
  if (several.length > 0) {
    const ratio = findGrowth(several, options)
    return ratio === undefined ? undefined : { over: 'requests', ratio: Number(ratio.toPrecision(3)) }
  }
  const ratio = findGrowth([series.flat()], options)
  return ratio === undefined ? undefined : { over: 'rounds', ratio: Number(ratio.toPrecision(3)) }
}
