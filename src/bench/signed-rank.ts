import type { Interval } from './bootstrap.ts'
import { percentileOfSorted } from './statistics.ts'

/** The middle of differences and where it lies. */
export interface Middle {
  readonly value: number
  /** Absent where there are too few differences for such confidence. */
  readonly interval?: Interval
}

/**
 * The middle of differences whose distribution is symmetric, as those of two like things are: the median of all their
 * pairs' means, with the interval that the signed ranks give. It is exact for any number of them, and one wild
 * difference moves it little. https://en.wikipedia.org/wiki/Hodges–Lehmann_estimator
 * @param confidence from 0 to 1
 */
export function signedRankMiddle(differences: readonly number[], confidence: number): Middle | undefined {
  const { length } = differences
  if (length === 0) return undefined
  const means = new Float64Array((length * (length + 1)) / 2)
  let filled = 0
  for (const [place, one] of differences.entries()) {
    for (const other of differences.slice(place)) means[filled++] = (one + other) / 2
  }
  means.sort()
  const value = percentileOfSorted(means, 0.5)
  const skipped = countSkipped(length, (1 - confidence) / 2)
  const [low, high] = [means[skipped - 1], means[means.length - skipped]]
  return low === undefined || high === undefined ? { value } : { value, interval: { low, high } }
}

/** How many means from each end the interval begins: none where even the widest is less sure than that. */
function countSkipped(length: number, tail: number): number {
  const chances = rankSumChances(length)
  let skipped = 0
  for (let sum = chances[0] ?? 1; sum <= tail; sum += chances[skipped] ?? 1) skipped += 1
  return skipped
}

const known = new Map<number, Float64Array>()

/** How likely each sum of positive ranks is when signs are drawn by a coin. */
function rankSumChances(length: number): Float64Array {
  const before = known.get(length)
  if (before !== undefined) return before
  const most = (length * (length + 1)) / 2
  const chances = new Float64Array(most + 1)
  chances[0] = 1
  for (let rank = 1; rank <= length; rank++) {
    for (let sum = most; sum >= 0; sum--) {
      const without = chances[sum] ?? 0
      const withIt = sum < rank ? 0 : (chances[sum - rank] ?? 0)
      chances[sum] = (without + withIt) / 2
    }
  }
  known.set(length, chances)
  return chances
}
