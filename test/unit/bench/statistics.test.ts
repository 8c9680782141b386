import { describe, expect, it } from 'vitest'
import { bootstrapInterval } from '../../../src/bench/bootstrap.ts'
import { createRandom, shuffle } from '../../../src/bench/random.ts'
import { countOutliers, median, medianAbsoluteDeviation, percentile } from '../../../src/bench/statistics.ts'
import { relativeHalfWidth, summarize } from '../../../src/bench/summary.ts'
import { drawNormal, drawSkewed, partOf } from './draw.ts'

describe('statistics', () => {
  it('find the middle of odd and even numbers of values, in any order', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 3, 2])).toBe(2.5)
    expect(median([7])).toBe(7)
    expect(() => median([])).toThrow(RangeError)
  })

  it('find percentiles between two values', () => {
    const values = Array.from({ length: 101 }, (_, value) => value)
    expect(percentile(values, 0.9)).toBe(90)
    expect(percentile([0, 10], 0.25)).toBe(2.5)
    expect(percentile([5], 0.99)).toBe(5)
  })

  it('are moved little by one wild value', () => {
    expect(medianAbsoluteDeviation([1, 2, 3, 4, 1000])).toBe(1)
    const { median: middle, outliers } = summarize([1, 2, 3, 4, 1000], { seed: 1 }) ?? {}
    expect({ middle, outliers }).toEqual({ middle: 3, outliers: 1 })
  })

  it('count what lies far off, and nothing of what is only spread', () => {
    const random = createRandom(3)
    const values = drawNormal(random, 200, 100, 5)
    expect(countOutliers(values)).toBeLessThan(3)
    expect(countOutliers([...values, 200, 300])).toBe(countOutliers(values) + 2)
    expect(countOutliers([50, 50, 50, 50, 52, 90])).toBe(1)
    expect(countOutliers([1, 1, 100])).toBe(0)
  })

  it('sum up nothing, one value, and values that are all the same', () => {
    expect(summarize([], { seed: 1 })).toBeUndefined()
    expect(summarize([5], { seed: 1 })).toEqual({ count: 1, median: 5, mad: 0, outliers: 0 })
    expect(summarize([5, 5, 5, 5, 5], { seed: 1 })?.interval).toEqual({ low: 5, high: 5 })
  })

  it('claim no more than the clock can tell', () => {
    const { interval } = summarize([20, 20, 20, 20, 20], { seed: 1, resolution: 10 }) ?? {}
    expect(interval).toEqual({ low: 15, high: 25 })
    expect(relativeHalfWidth(20, interval)).toBe(0.25)
    expect(relativeHalfWidth(20, undefined)).toBe(Infinity)
  })
})

describe('random numbers', () => {
  it('are the same for the same seed, and others for another', () => {
    const draw = (seed: number): readonly number[] => Array.from({ length: 5 }, createRandom(seed))
    expect(draw(7)).toEqual(draw(7))
    expect(draw(7)).not.toEqual(draw(8))
  })

  it('fall evenly between 0 and 1', () => {
    const random = createRandom(11)
    const values = Array.from({ length: 10_000 }, random)
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true)
    expect(median(values)).toBeCloseTo(0.5, 1)
    expect(percentile(values, 0.1)).toBeCloseTo(0.1, 1)
  })

  it('put every order of three things as often as the others', () => {
    const random = createRandom(5)
    const orders = Map.groupBy(
      Array.from({ length: 6000 }, () => shuffle(['a', 'b', 'c'], random).join('')),
      (order) => order,
    )
    expect(orders.size).toBe(6)
    for (const found of orders.values()) expect(Math.abs(found.length - 1000)).toBeLessThan(120)
  })
})

describe('the interval of a median', () => {
  const tries = 300

  it.each([
    ['normal', 100, (seed: number) => drawNormal(createRandom(seed), 15, 100, 8)],
    ['skewed', 100 + 20 * Math.LN2, (seed: number) => drawSkewed(createRandom(seed), 15, 100, 20)],
  ])('holds the true one about as often as it says, for %s values', (_, truth, draw) => {
    const held = partOf(tries, (attempt) => {
      const { interval } = summarize(draw(attempt + 1), { seed: attempt, resamples: 400 }) ?? {}
      return interval !== undefined && interval.low <= truth && truth <= interval.high
    })
    expect(held).toBeGreaterThan(0.88)
    expect(held).toBeLessThan(0.995)
  })

  it('is the same each time, and narrower with more values', () => {
    const values = drawNormal(createRandom(2), 200, 100, 8)
    const few = summarize(values.slice(0, 10), { seed: 4 })?.interval
    const many = summarize(values, { seed: 4 })?.interval
    expect(summarize(values, { seed: 4 })?.interval).toEqual(many)
    expect(relativeHalfWidth(100, many)).toBeLessThan(relativeHalfWidth(100, few) / 2)
  })

  it('needs five rounds', () => {
    expect(bootstrapInterval(4, () => 1, { seed: 1 })).toBeUndefined()
    expect(bootstrapInterval(5, () => 1, { seed: 1 })).toEqual({ low: 1, high: 1 })
  })
})
