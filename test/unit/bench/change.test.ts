import { describe, expect, it } from 'vitest'
import { confidenceOfEach, judgeChange, pairedRatio } from '../../../src/bench/change.ts'
import { createRandom } from '../../../src/bench/random.ts'
import { ratioOfMedians, ratioOfRatios } from '../../../src/bench/ratio.ts'
import { signedRankMiddle } from '../../../src/bench/signed-rank.ts'
import { decideStop } from '../../../src/bench/stop-rule.ts'
import { drawNormal, drawSkewed, partOf } from './draw.ts'

const sorted = { low: 0, high: 0 }

/** Two series of the same rounds, each round slower or faster than others by its own. */
function drawPair(seed: number, rounds: number, slowdown: number) {
  const random = createRandom(seed)
  const weather = drawNormal(random, rounds, 1, 0.1)
  const own = (scale: number): readonly number[] =>
    drawSkewed(random, rounds, 1000, 60).map((value, round) => value * scale * (weather[round] ?? 1))
  return { baseline: own(1), candidate: own(slowdown) }
}

describe('the middle of differences', () => {
  it('has the interval that tables of the signed ranks give', () => {
    // For ten differences the tables say: 8 of 55 means are left out at each end, for 95 %.
    const differences = [1.2, -0.4, 0.9, 2.1, 0.3, 1.7, -0.2, 0.8, 1.1, 0.5]
    const means = differences
      .flatMap((one, place) => differences.slice(place).map((other) => (one + other) / 2))
      .toSorted((a, b) => a - b)
    const { value, interval = sorted } = signedRankMiddle(differences, 0.95) ?? { value: NaN }
    expect(value).toBeCloseTo(means[27] ?? NaN, 10)
    expect(interval).toEqual({ low: means[8], high: means[46] })
  })

  it('has none where so few can never be so sure', () => {
    expect(signedRankMiddle([], 0.95)).toBeUndefined()
    expect(signedRankMiddle([3], 0.95)).toEqual({ value: 3 })
    expect(signedRankMiddle([1, 2, 3, 4, 5], 0.95)?.interval).toBeUndefined()
    expect(signedRankMiddle([1, 2, 3, 4, 5, 6], 0.95)?.interval).toEqual({ low: 1, high: 6 })
  })

  it('holds the truth as often as it says', () => {
    const held = partOf(400, (attempt) => {
      const { interval = sorted } = signedRankMiddle(drawNormal(createRandom(attempt), 12, 3, 2), 0.95) ?? {}
      return interval.low <= 3 && interval.high >= 3
    })
    expect(held).toBeGreaterThan(0.93)
    expect(held).toBeLessThan(0.985)
  })
})

describe('a comparison', () => {
  it('asks more of each where there are several', () => {
    expect(confidenceOfEach({})).toBeCloseTo(0.95, 10)
    expect(confidenceOfEach({ comparisons: 5 })).toBeCloseTo(0.99, 10)
  })

  it('finds a slow-down of 10 % in every series, however the weather of its rounds is', () => {
    const found = partOf(100, (attempt) => {
      const { baseline, candidate } = drawPair(attempt, 30, 1.1)
      const ratio = pairedRatio(candidate, baseline, { comparisons: 3 })
      return ratio !== undefined && judgeChange(ratio, 0.05) === 'regression'
    })
    expect(found).toBe(1)
  })

  it('finds none where there is none', () => {
    const found = partOf(200, (attempt) => {
      const { baseline, candidate } = drawPair(attempt, 30, 1)
      const ratio = pairedRatio(candidate, baseline, { comparisons: 3 })
      return ratio === undefined || judgeChange(ratio, 0.05) === 'regression'
    })
    expect(found).toBe(0)
  })

  it.each([
    [{ value: 1.1, interval: { low: 1.02, high: 1.18 } }, 'regression'],
    [{ value: 1.04, interval: { low: 1.02, high: 1.06 } }, 'same'],
    [{ value: 1.2, interval: { low: 0.9, high: 1.5 } }, 'unsure'],
    [{ value: 1.01, interval: { low: 0.98, high: 1.04 } }, 'same'],
    [{ value: 0.8, interval: { low: 0.75, high: 0.9 } }, 'improvement'],
    [{ value: 3 }, 'unsure'],
  ] as const)('says of %j: %s', (ratio, word) => {
    expect(judgeChange(ratio, 0.05)).toBe(word)
  })

  it('leaves out rounds in which one of both took no time that could be told', () => {
    expect(pairedRatio([0, 2], [1, 1])?.value).toBeCloseTo(2, 10)
    expect(pairedRatio([], [])).toBeUndefined()
  })
})

describe('a factor', () => {
  it('is one median by the other, with an interval that holds the truth', () => {
    const held = partOf(200, (attempt) => {
      const random = createRandom(attempt)
      const { interval = sorted } =
        ratioOfMedians(drawNormal(random, 20, 600, 30), drawNormal(random, 20, 100, 5), {
          seed: attempt,
          resamples: 400,
        }) ?? {}
      return interval.low <= 6 && interval.high >= 6
    })
    expect(held).toBeGreaterThan(0.9)
    expect(ratioOfMedians([6, 6, 6, 6, 6], [2, 2, 2, 2, 2], { seed: 1 })).toEqual({
      value: 3,
      interval: { low: 3, high: 3 },
    })
  })

  it('is none without values, or by nothing', () => {
    expect(ratioOfMedians([], [1], { seed: 1 })).toBeUndefined()
    expect(ratioOfMedians([1], [0], { seed: 1 })).toBeUndefined()
    expect(ratioOfMedians([6], [2], { seed: 1 })).toEqual({ value: 3 })
  })

  it('can be compared with the factor of another machine, whose times are others', () => {
    const random = createRandom(9)
    const here = [drawNormal(random, 20, 600, 20), drawNormal(random, 20, 100, 3)] as const
    const there = [drawNormal(random, 20, 1200, 40), drawNormal(random, 20, 200, 6)] as const
    const same = ratioOfRatios(here, there, { seed: 1 })
    expect(same?.value).toBeCloseTo(1, 1)
    expect(judgeChange(same ?? { value: 0 }, 0.25)).toBe('same')
    const slower = [here[0].map((ms) => ms * 1.5), here[1]] as const
    expect(judgeChange(ratioOfRatios(slower, there, { seed: 1 }) ?? { value: 0 }, 0.25)).toBe('regression')
    expect(ratioOfRatios([[1], [1]], there, { seed: 1 })?.interval).toBeUndefined()
    expect(ratioOfRatios([[], [1]], there, { seed: 1 })).toBeUndefined()
  })
})

describe('the end of measuring', () => {
  const rule = { leastRounds: 5, mostRounds: 30, longestMs: 60_000 }

  it.each([
    ['nothing was measured', { rounds: 0, elapsedMs: 0, lastRoundMs: 0 }, undefined],
    ['there is time for another round', { rounds: 12, elapsedMs: 12_000, lastRoundMs: 1000 }, undefined],
    ['the last round took little of what all took', { rounds: 12, elapsedMs: 58_000, lastRoundMs: 1000 }, undefined],
    ['the next round would end too late', { rounds: 12, elapsedMs: 58_000, lastRoundMs: 5000 }, 'time'],
    ['all rounds were made', { rounds: 30, elapsedMs: 40_000, lastRoundMs: 1000 }, 'rounds'],
  ] as const)('where %s', (_, progress, reason) => {
    expect(decideStop(rule, progress)).toBe(reason)
  })
})
