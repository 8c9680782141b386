import type { Interval } from './bootstrap.ts'
import type { Ratio } from './ratio.ts'
import { signedRankMiddle } from './signed-rank.ts'

/** What a comparison with an earlier measurement comes to. */
export type ChangeWord =
  /** Slower by more than the threshold, and certainly slower. */
  | 'regression'
  /** Faster by more than the threshold, and certainly faster. */
  | 'improvement'
  /** No change that matters. */
  | 'same'
  /** The values vary too much to say. */
  | 'unsure'

export interface ChangeOptions {
  /** What counts: 0.05 is 5 %. */
  readonly threshold: number
  /** How many comparisons are made together: each has to be as much surer. @default 1 */
  readonly comparisons?: number
  /** That nothing is called a change by chance, in all comparisons together. @default 0.95 */
  readonly confidence?: number
}

/** The confidence each of several comparisons needs, for all to have it. https://en.wikipedia.org/wiki/Bonferroni_correction */
export function confidenceOfEach({ comparisons = 1, confidence = 0.95 }: Omit<ChangeOptions, 'threshold'>): number {
  return 1 - (1 - confidence) / Math.max(comparisons, 1)
}

/**
 * How many times as long a candidate takes, of values taken in turn: the first of each in one round, and so on. What
 * slowed a round down slowed both.
 */
export function pairedRatio(
  candidate: readonly number[],
  baseline: readonly number[],
  options: Omit<ChangeOptions, 'threshold'> = {},
): Ratio | undefined {
  const logs = candidate.flatMap((value, round) => {
    const other = baseline[round]
    return other !== undefined && value > 0 && other > 0 ? [Math.log(value / other)] : []
  })
  const middle = signedRankMiddle(logs, confidenceOfEach(options))
  if (middle === undefined) return undefined
  const { value, interval } = middle
  if (interval === undefined) return { value: Math.exp(value) }
  return { value: Math.exp(value), interval: { low: Math.exp(interval.low), high: Math.exp(interval.high) } }
}

/** What a ratio of new to old means. Without an interval nothing is sure. */
export function judgeChange({ value, interval }: Ratio, threshold: number): ChangeWord {
  if (interval === undefined) return 'unsure'
  const { low, high } = interval
  const most = 1 + threshold
  if (low > 1) return value > most ? 'regression' : 'same'
  if (high < 1) return value < 1 / most ? 'improvement' : 'same'
  return reaches(interval, most) ? 'unsure' : 'same'
}

/** True when a change that counts is not ruled out. */
function reaches({ low, high }: Interval, most: number): boolean {
  return high > most || low < 1 / most
}
