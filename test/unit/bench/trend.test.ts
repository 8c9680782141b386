import { describe, expect, it } from 'vitest'
import { describeTrends } from '../../../src/bench/bench-findings.ts'
import { createBenchmark } from '../../../src/bench/benchmark.ts'
import { createRandom } from '../../../src/bench/random.ts'
import { findTrend } from '../../../src/bench/trend.ts'
import { drawNormal } from './draw.ts'

const one = { comparisons: 1 }

/** Rounds of requests that take 10 ms, more by `growth` in the last than in the first, with noise. */
function drawRounds(
  seed: number,
  growth: number,
  { rounds = 5, requests = 20, noise = 0.2 } = {},
): readonly number[][] {
  const random = createRandom(seed)
  return Array.from({ length: rounds }, () =>
    drawNormal(random, requests, 0, noise).map(
      (drawn, place) => 10 * (1 + (growth * place) / (requests - 1)) * Math.exp(drawn),
    ),
  )
}

describe('a trend', () => {
  it('is found where each request takes longer than the one before, and is as large as that', () => {
    expect(findTrend([[10, 11, 12, 13, 14, 15]], one)).toEqual({ over: 'requests', ratio: 1.5 })
    const ratios = Array.from({ length: 50 }, (_, seed) => findTrend(drawRounds(seed, 1), one)?.ratio ?? 0)
    expect(Math.min(...ratios)).toBeGreaterThan(1.5)
    expect(Math.max(...ratios)).toBeLessThan(2.6)
  })

  it('is not found in noise, however many benchmarks a run has', () => {
    const found = Array.from({ length: 100 }, (_, run) =>
      Array.from({ length: 12 }, (_each, place) => findTrend(drawRounds(100 * run + place, 0), { comparisons: 12 })),
    ).filter((trends) => trends.some((trend) => trend !== undefined))
    expect(found.length).toBeLessThanOrEqual(3)
  })

  it('is none where it becomes faster, as what is compiled while it runs does', () => {
    expect(findTrend(drawRounds(1, -0.6), one)).toBeUndefined()
  })

  it('is none where one round alone was disturbed', () => {
    const quiet = Array.from({ length: 6 }, () => Array.from({ length: 20 }, () => 10))
    const disturbed = Array.from({ length: 20 }, (_, place) => 10 + 50 * place)
    expect(findTrend([...quiet, disturbed], one)).toBeUndefined()
  })

  it('is none where it is too small to matter, or there are too few to tell', () => {
    expect(findTrend(drawRounds(1, 0.05, { noise: 0.001 }), one)).toBeUndefined()
    expect(findTrend([[1, 2, 3, 4]], one)).toBeUndefined()
    expect(findTrend([], one)).toBeUndefined()
    expect(findTrend([[0, 0, 0, 0, 0, 0]], one)).toBeUndefined()
  })

  it('is one of rounds where each has a single value', () => {
    const starts = [100, 120, 139, 161, 180, 199, 221, 240].map((value) => [value])
    expect(findTrend(starts, one)).toMatchObject({ over: 'rounds', ratio: expect.closeTo(2.4, 1) })
    expect(findTrend([[100], [101], [99], [102], [98], [100], [101], [99]], one)).toBeUndefined()
  })

  it('asks for more where a run has more in which chance could find one', () => {
    const starts = [100, 120, 139, 161, 180, 199].map((value) => [value])
    expect(findTrend(starts, one)).toBeDefined()
    expect(findTrend(starts, { comparisons: 9 })).toBeUndefined()
  })

  it('is told with the benchmark, and as a reason', () => {
    const slow = createBenchmark('GET /', drawRounds(7, 2), { seed: 1 })
    const even = createBenchmark('GET /even', drawRounds(7, 0), { seed: 1 })
    expect(slow?.trend).toMatchObject({ over: 'requests' })
    expect(even).not.toHaveProperty('trend')
    expect(describeTrends([slow, even].flatMap((made) => made ?? []))).toMatch(
      /^GET \/ slows down: the last requests to a container took [23]\.\d times as long as the first$/,
    )
  })
})
