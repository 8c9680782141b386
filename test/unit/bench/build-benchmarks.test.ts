import { describe, expect, it } from 'vitest'
import { createBuildBenchmarks } from '../../../src/bench/build-benchmarks.ts'
import { measureBuilds, type BuildRoundsOptions } from '../../../src/bench/build-rounds.ts'
import type { BuildHeat, BuildTimer, StepTiming } from '../../../src/build/time-build.ts'
import { formatPlatform, parsePlatform, type Platform } from '../../../src/oci/platform.ts'

const step = { stage: 'stage-1', instruction: 'RUN make' }

/** Builds in no time, and says what a builder might. */
function timerOf(stepOf: (platform: string, round: number) => Partial<StepTiming>, built: string[] = []): BuildTimer {
  return {
    isNative: ({ architecture }: Platform) => architecture === 'amd64' || architecture === '386',
    time: async (platform: Platform, heat: BuildHeat) => {
      const name = formatPlatform(platform)
      built.push(`${name} ${heat}`)
      const round = built.filter((one) => one === `${name} cold`).length
      const cold: StepTiming = { ...step, isCached: false, durationMs: 100, ...stepOf(name, round) }
      const steps = [heat === 'cold' ? cold : { ...cold, isCached: true, durationMs: 0 }]
      return { durationMs: heat === 'cold' ? cold.durationMs + 50 : 20, steps }
    },
  }
}

async function benchmarksOf(timer: BuildTimer, names: readonly string[], more: Partial<BuildRoundsOptions> = {}) {
  const platforms = names.map((name) => parsePlatform(name))
  const options = { timer, platforms, rounds: 1, seed: 1, signal: new AbortController().signal, ...more }
  const measured = await measureBuilds(options)
  return { measured, benchmarks: createBuildBenchmarks(measured, { platforms, timer, seed: 1 }) }
}

const emulates = (name: string): Partial<StepTiming> =>
  name === 'linux/arm64' ? { execution: 'emulated', durationMs: 600 } : { execution: 'native' }

describe('benchmarks of builds', () => {
  it('keep cold and warm apart, and say what emulation costs by build and by step', async () => {
    const { benchmarks } = await benchmarksOf(timerOf(emulates), ['linux/amd64', 'linux/arm64'])
    expect(benchmarks.get('linux/amd64')).toMatchObject([
      { name: 'build (cold)', medianMs: 150, samples: [150], build: { execution: 'native' } },
      { name: 'build (warm)', medianMs: 20, build: { execution: 'none', steps: [{ isCached: true }] } },
    ])
    const [cold, warm] = benchmarks.get('linux/arm64') ?? []
    expect(cold).toMatchObject({ medianMs: 650, factorOf: 'emulation', comparedTo: 'linux/amd64' })
    expect(cold?.factor).toBeCloseTo(650 / 150, 2)
    expect(cold?.build).toMatchObject({ execution: 'emulated', steps: [{ ...step, execution: 'emulated', factor: 6 }] })
    expect(warm).not.toHaveProperty('factor')
  })

  it('have no interval, and are not called unstable, where they are few', async () => {
    const few = await benchmarksOf(timerOf(emulates), ['linux/amd64'], { rounds: 2 })
    for (const benchmark of few.benchmarks.get('linux/amd64') ?? []) {
      expect(benchmark.samples).toHaveLength(2)
      expect(benchmark).not.toHaveProperty('interval')
      expect(benchmark).not.toHaveProperty('isUnstable')
    }
    const wild = timerOf((_, round) => ({ execution: 'native', durationMs: 100 * round * round }))
    const many = await benchmarksOf(wild, ['linux/amd64'], { rounds: 6 })
    expect(many.benchmarks.get('linux/amd64')?.[0]).toMatchObject({ interval: expect.anything(), isUnstable: true })
  })

  it('mix no kinds: what cross-compiles is not emulated, and 386 is not what amd64 is', async () => {
    const cross = timerOf((name) => ({ execution: name === 'linux/arm64' ? 'cross' : 'native' }))
    const { benchmarks } = await benchmarksOf(cross, ['linux/386', 'linux/amd64', 'linux/arm64'])
    const factors = [...benchmarks].map(([name, [cold]]) => [name, cold?.factorOf, cold?.comparedTo])
    expect(factors).toEqual([
      ['linux/386', 'compatibility', 'linux/amd64'],
      ['linux/amd64', undefined, undefined],
      ['linux/arm64', 'cross', 'linux/amd64'],
    ])
    expect(benchmarks.get('linux/arm64')?.[0]?.build?.steps[0]).not.toHaveProperty('factor')
  })

  it('are of builds of one platform each, cold and then warm, in an order drawn anew', async () => {
    const built: string[] = []
    await benchmarksOf(timerOf(emulates, built), ['linux/amd64', 'linux/arm64'], { rounds: 8 })
    const colds = built.filter((_, place) => place % 2 === 0)
    expect(built.filter((_, place) => place % 2 === 1)).toEqual(colds.map((name) => name.replace('cold', 'warm')))
    expect(new Set(colds.filter((_, place) => place % 2 === 0)).size).toBe(2)
  })

  it('keep what was measured before a build failed, and why it did', async () => {
    const fails = timerOf((name) => {
      if (name === 'linux/arm64') throw new Error('the build failed for linux/arm64')
      return {}
    })
    const { measured, benchmarks } = await benchmarksOf(fails, ['linux/amd64', 'linux/arm64'])
    expect(measured.problems).toEqual(new Map([['linux/arm64', 'the build failed for linux/arm64']]))
    expect(benchmarks.get('linux/amd64')).toHaveLength(2)
    expect(benchmarks.get('linux/arm64')).toEqual([])
  })

  it('keep what was measured before they were stopped', async () => {
    const stop = new AbortController()
    const built: string[] = []
    const timer = timerOf((_, round) => {
      if (round === 3) stop.abort()
      return {}
    }, built)
    const { measured, benchmarks } = await benchmarksOf(timer, ['linux/amd64'], { rounds: 9, signal: stop.signal })
    expect(measured).toMatchObject({ rounds: 2, endedBy: 'stopped' })
    expect(benchmarks.get('linux/amd64')?.map(({ samples }) => samples.length)).toEqual([2, 2])
  })
})
