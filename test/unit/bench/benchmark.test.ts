import { describe, expect, it } from 'vitest'
import { findSettled, type AimGroup } from '../../../src/bench/aim.ts'
import { findInBenchmarks } from '../../../src/bench/bench-findings.ts'
import { addFactor, collectSeries, createBenchmark, valuesOfBoth } from '../../../src/bench/benchmark.ts'
import { changeOfRounds } from '../../../src/bench/compare.ts'
import { compareWithSaved, describeDifferences } from '../../../src/bench/saved-baseline.ts'
import { createRandom } from '../../../src/bench/random.ts'
import type { BenchmarkReport } from '../../../src/report/benchmark-report.ts'
import type { PlatformReport, RunReport } from '../../../src/report/report.ts'
import { describeFigure, formatFineMs } from '../../../reporters/figure-row.ts'
import { drawNormal } from './draw.ts'

const seed = 1
const starts = [[100], [102], [98], [101], [99]]

function iteration(start: number, requests: readonly number[] = []) {
  return { durations: new Map([['start', [start]], ...(requests.length === 0 ? [] : [['GET /', requests] as const])]) }
}

describe('a benchmark', () => {
  it('has the figures of its rounds', () => {
    const benchmark = createBenchmark('start', starts, { seed })
    expect(benchmark).toMatchObject({ name: 'start', medianMs: 100, madMs: 1, outliers: 0 })
    expect(benchmark?.samples).toEqual([100, 102, 98, 101, 99])
    expect(benchmark?.interval?.low).toBeLessThan(100)
    expect(benchmark).not.toHaveProperty('isUnstable')
  })

  it('of a single round has no interval, and is unstable', () => {
    const benchmark = createBenchmark('start', [[100]], { seed })
    expect(benchmark).toEqual({ name: 'start', medianMs: 100, samples: [100], madMs: 0, outliers: 0, isUnstable: true })
  })

  it('is none where nothing was measured', () => {
    expect(createBenchmark('start', [[], []], { seed })).toBeUndefined()
  })

  it('of requests takes the middle of each round, and percentiles of all', () => {
    const iterations = [iteration(1, [2, 2, 30]), undefined, iteration(1, [3, 3, 3])]
    const series = collectSeries(iterations).get('GET /') ?? []
    const benchmark = createBenchmark('GET /', series, { seed, ownCostMs: 0.12345 })
    expect(benchmark).toMatchObject({ samples: [2, 3], medianMs: 2.5 })
    expect(benchmark?.requests).toMatchObject({ count: 6, ownCostMs: 0.123, p90Ms: 16.5 })
  })

  it('has a factor over a native platform, of the rounds in which both were measured', () => {
    const emulated = [[600], [], [660], [630], [606], [612]]
    const native = [[100], [100], [110], [105], [101], [102]]
    expect(valuesOfBoth(emulated, native)).toEqual([
      [600, 660, 630, 606, 612],
      [100, 110, 105, 101, 102],
    ])
    const benchmark = createBenchmark('start', emulated, { seed })
    const over = { platform: 'linux/amd64', series: native, of: 'emulation' } as const
    expect(benchmark && addFactor(benchmark, emulated, over, seed)).toMatchObject({
      factor: 6,
      factorInterval: { low: 6, high: 6 },
      factorOf: 'emulation',
      comparedTo: 'linux/amd64',
    })
  })

  it('is measured until the widest interval of its group is narrow', () => {
    const narrow = Array.from({ length: 20 }, (_, round) => iteration(100 + (round % 2)))
    const wide = Array.from({ length: 20 }, (_, round) => iteration(100 + 50 * (round % 2)))
    const iterations = new Map([
      ['a', narrow],
      ['b', wide],
      ['c', narrow],
    ])
    const settledOf = (groups: readonly AimGroup[]): readonly string[] => [
      ...findSettled(
        { rounds: 20, problems: new Map(), iterations },
        { seed, groups, halfWidth: 0.03, pairHalfWidth: () => 0.025 },
      ),
    ]
    expect(settledOf([{ subjects: ['a'] }, { subjects: ['b'] }])).toEqual(['a'])
    expect(settledOf([{ subjects: ['a', 'b'] }])).toEqual([])
    expect(settledOf([{ subjects: ['a', 'b'], pair: { candidate: 'a', baseline: 'b' } }])).toEqual([])
    expect(settledOf([{ subjects: ['a', 'b', 'c'], pair: { candidate: 'a', baseline: 'c' } }])).toEqual(['a', 'b', 'c'])
    const unmeasured = { candidate: 'a', baseline: 'was never measured' }
    expect(
      settledOf([
        { subjects: ['a'], pair: unmeasured },
        { subjects: ['b'], pair: { ...unmeasured, candidate: 'b' } },
      ]),
    ).toEqual(['a'])
  })
})

describe('what is quicker than the clock', () => {
  const nothing = [[0], [0.0004], [0], [0], [0.0003]]
  const benchmark = createBenchmark('bench nothing', nothing, { seed })

  it('has no factor, and is neither unstable nor measured for longer', () => {
    expect(benchmark).toMatchObject({ medianMs: 0, interval: { low: 0, high: 0.001 } })
    expect(benchmark).not.toHaveProperty('isUnstable')
    const over = { platform: 'linux/amd64', series: starts, of: 'emulation' } as const
    const slow = createBenchmark('bench nothing', starts, { seed })
    expect(benchmark && addFactor(benchmark, nothing, over, seed)).toEqual(benchmark)
    expect(slow && addFactor(slow, starts, { ...over, series: nothing }, seed)).toEqual(slow)
    const iterations = nothing.map((times) => ({ durations: new Map([['bench nothing', times]]) }))
    const aim = { seed, groups: [{ subjects: ['a'] }], halfWidth: 0.03, pairHalfWidth: () => 0.025 }
    const measured = { rounds: 5, problems: new Map(), iterations: new Map([['a', iterations]]) }
    expect(findSettled(measured, aim)).toEqual(new Set(['a']))
  })

  it('has not changed, whatever the clock says of it, until it can be told', () => {
    const before = [0, 0.0002, 0, 0.0001, 0.0004, 0.0001, 0]
    const now = [0.0008, 0, 0.0009, 0, 0.0003, 0.0007, 0.0005]
    expect(changeOfRounds([now, before], 1, 0.05)).toMatchObject({ ratio: 1, verdict: 'same' })
    const slow = [5, 5, 5, 5, 5, 5, 5]
    expect(changeOfRounds([slow, before], 1, 0.05)).toMatchObject({ verdict: 'regression' })
  })

  it('is said to be', () => {
    const platform = { platform: 'linux/amd64', execution: { kind: 'native', proof: 'same' } } as const
    const report = { ...platform, verdict: 'passed', findings: [], checks: [] } as const
    const row = benchmark && describeFigure(report, benchmark)
    expect(row).toMatchObject({ median: 'below 1 µs', interval: '', notes: ['quicker than the clock tells'] })
    expect(formatFineMs(0.0042)).toBe('4 µs')
  })
})

describe('a gate', () => {
  const random = createRandom(3)
  const before = drawNormal(random, 12, 1000, 10)

  it('fails what got slower, and says by how much', () => {
    const change = changeOfRounds([before.map((ms) => ms * 1.1), before], 2, 0.05)
    expect(change).toMatchObject({ ratio: 1.1, by: 'time', verdict: 'regression' })
    const benchmark: BenchmarkReport = { name: 'start', medianMs: 1100, samples: [1100], ...(change && { change }) }
    const [finding] = findInBenchmarks([benchmark], { platform: 'linux/arm64', baseline: 'app:1' })
    expect(finding).toMatchObject({ code: 'bench/regression', severity: 'error' })
    expect(finding?.message).toContain('start takes 10 % longer than in app:1')
    expect(finding?.message).toContain('the threshold is 5 %')
  })

  it('proves nothing where times vary too much', () => {
    const change = changeOfRounds(
      [
        [1, 9, 2],
        [1, 2, 9],
      ],
      1,
      0.05,
    )
    expect(change).toMatchObject({ verdict: 'unsure' })
    const benchmark: BenchmarkReport = { name: 'start', medianMs: 1, samples: [1], ...(change && { change }) }
    const [finding] = findInBenchmarks([benchmark], { platform: 'linux/arm64', baseline: 'app:1' })
    expect(finding).toMatchObject({ code: 'bench/unstable', severity: 'environment' })
  })

  it('only tells of noise where nothing is compared', () => {
    const noisy: BenchmarkReport = { name: 'start', medianMs: 1, samples: [1], isUnstable: true }
    expect(findInBenchmarks([noisy], { platform: 'linux/arm64' })).toMatchObject([
      { code: 'bench/unstable', severity: 'info' },
    ])
    expect(findInBenchmarks([{ name: 'start', medianMs: 1, samples: [1] }], { platform: 'linux/arm64' })).toEqual([])
  })
})

describe('a saved baseline', () => {
  const draw = (mean: number): readonly number[] => drawNormal(createRandom(mean), 15, mean, mean / 50)
  const calibration = { spawnUs: 100, cpuUs: 1000, systemCallsUs: 400, factors: { spawn: 1, cpu: 1, systemCalls: 1 } }

  function platform(name: string, samples: readonly number[], changes: Partial<PlatformReport> = {}): PlatformReport {
    const isNative = name === 'linux/amd64'
    return {
      platform: name,
      execution: isNative
        ? { kind: 'native', proof: 'same' }
        : { kind: 'emulated', emulator: { name: 'qemu-aarch64' }, proof: 'same' },
      verdict: 'passed',
      findings: [],
      checks: [],
      benchmarks: [
        {
          name: 'start',
          medianMs: samples[0] ?? 0,
          samples,
          ...(isNative ? {} : { factor: 6, factorOf: 'emulation', comparedTo: 'linux/amd64' }),
        },
      ],
      ...changes,
    }
  }

  function report(platforms: readonly PlatformReport[]): RunReport {
    return {
      schemaVersion: 1,
      tool: { name: 'everyarch', version: '0.1.0' },
      command: 'bench',
      createdAt: '2026-11-22T04:00:00Z',
      image: { reference: 'registry.example/app:1' },
      verdict: 'passed',
      exitCode: 0,
      findings: [],
      platforms,
      errors: [],
      bench: {
        rounds: 15,
        warmupRounds: 1,
        endedBy: 'rounds',
        elapsedMs: 1,
        seed,
        machine: { processor: 'A', cores: 2, kernelVersion: '6.1', engineVersion: 'Docker 28' },
      },
    }
  }

  const changesOf = (platforms: readonly PlatformReport[]) =>
    platforms.map(({ benchmarks }) => benchmarks?.map(({ change }) => change && [change.by, change.verdict]))

  it('of a machine half as fast is held against factors, not against times', () => {
    const baseline = report([platform('linux/amd64', draw(200)), platform('linux/arm64', draw(1200))])
    const now = [platform('linux/amd64', draw(100)), platform('linux/arm64', draw(600))]
    const compared = compareWithSaved(now, { baseline, thresholds: [], seed })
    expect(changesOf(compared)).toEqual([[undefined], [['factor', 'same']]])
    const slower = [platform('linux/amd64', draw(100)), platform('linux/arm64', draw(900))]
    expect(changesOf(compareWithSaved(slower, { baseline, thresholds: [], seed }))).toEqual([
      [undefined],
      [['factor', 'regression']],
    ])
    const much = { baseline, thresholds: [{ part: 0.8 }], seed }
    expect(changesOf(compareWithSaved(slower, much))[1]).toEqual([['factor', 'same']])
  })

  it('without a native platform is held against the program that calibrates', () => {
    const execution = { kind: 'native', proof: 'same', calibration } as const
    const slow = { ...execution, calibration: { ...calibration, cpuUs: 2000 } }
    const baseline = report([platform('linux/amd64', draw(200), { execution: slow })])
    const now = [platform('linux/amd64', draw(100), { execution })]
    expect(changesOf(compareWithSaved(now, { baseline, thresholds: [], seed }))).toEqual([[['reference', 'same']]])
  })

  it('of no sample or a single one gives nothing that could be a regression', () => {
    const now = [platform('linux/amd64', draw(100)), platform('linux/arm64', draw(900))]
    const none = report([platform('linux/amd64', []), platform('linux/arm64', [])])
    expect(compareWithSaved(now, { baseline: none, thresholds: [], seed })).toEqual(now)
    const one = report([platform('linux/amd64', [100]), platform('linux/arm64', [100])])
    expect(changesOf(compareWithSaved(now, { baseline: one, thresholds: [], seed }))[1]).toEqual([['factor', 'unsure']])
  })

  it('leaves what it does not have as it is', () => {
    const baseline = report([platform('linux/amd64', draw(200))])
    const now = [platform('linux/arm64', draw(600)), platform('linux/s390x', [], { benchmarks: [] })]
    expect(compareWithSaved(now, { baseline, thresholds: [], seed })).toEqual(now)
  })

  it('of another image or machine is said to be', () => {
    const baseline = report([])
    const machine = { processor: 'B', cores: 8, kernelVersion: '6.1', engineVersion: 'Docker 28' }
    const nameOf = (image: string): string => image.replace(/:[^/]*$/, '')
    expect(describeDifferences(baseline, 'registry.example/other:1', machine, nameOf)).toEqual([
      'it is of another image, registry.example/app:1',
      'it is of another machine, 2 × A, Docker 28',
    ])
    const own = { processor: 'A', cores: 2, kernelVersion: '6.1', engineVersion: 'Docker 28' }
    expect(describeDifferences(baseline, 'registry.example/app:2', own, nameOf)).toEqual([])
  })
})
