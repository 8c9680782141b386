import { describe, expect, it } from 'vitest'
import { compareWithSaved } from '../../../src/bench/saved-baseline.ts'
import type { BenchmarkReport } from '../../../src/report/benchmark-report.ts'
import type { PlatformReport, RunReport } from '../../../src/report/report.ts'
import { parseRunReport } from '../../../src/report/parse.ts'

const digest = `sha256:${'a'.repeat(64)}`

function build(samples: readonly number[], emulated: boolean): BenchmarkReport {
  return {
    name: 'build (cold)',
    medianMs: samples[0] ?? 0,
    samples,
    ...(emulated ? { factor: 1, factorOf: 'emulation', comparedTo: 'linux/amd64' } : {}),
    build: { execution: emulated ? 'emulated' : 'native', steps: [] },
  }
}

/** A report of builds that took so long for arm64, beside ten seconds natively. */
function reportOf(samples: readonly number[]): RunReport {
  const native = samples.map((_, place) => 10_000 + place)
  const platforms = [
    { platform: 'linux/amd64', benchmarks: [build(native, false)] },
    { platform: 'linux/arm64', benchmarks: [build(samples, true)] },
  ]
  return parseRunReport({
    schemaVersion: 1,
    tool: { name: 'everyarch', version: '1.0.0' },
    command: 'bench',
    createdAt: '2026-11-22T04:00:00Z',
    image: { reference: 'app:1', digest, mediaType: 'application/vnd.oci.image.index.v1+json' },
    verdict: 'passed',
    exitCode: 0,
    findings: [],
    attestations: 0,
    platforms: platforms.map((platform) => ({
      ...platform,
      digest,
      execution: { kind: 'none' },
      verdict: 'passed',
      findings: [],
      checks: [],
    })),
    errors: [],
  })
}

function changesOf(platforms: readonly PlatformReport[]) {
  return platforms.flatMap(({ benchmarks = [] }) => benchmarks.flatMap(({ change }) => change ?? []))
}

const around = (ms: number, rounds = 6): readonly number[] => Array.from({ length: rounds }, (_, at) => ms + at * 100)

describe('builds and a saved report', () => {
  it('are compared by what emulation costs, above a threshold of their own', () => {
    const baseline = reportOf(around(40_000))
    const { platforms } = reportOf(around(60_000))
    const compare = (part: number) =>
      changesOf(compareWithSaved(platforms, { baseline, thresholds: [{ measure: 'build', part }], seed: 1 }))
    expect(compare(0.25)).toMatchObject([{ by: 'factor', threshold: 0.25, verdict: 'regression' }])
    expect(compare(0.75)).toMatchObject([{ threshold: 0.75, verdict: 'same' }])
  })

  it('are not compared where either was built too seldom to tell how much that varies', () => {
    const [many, few] = [reportOf(around(40_000)), reportOf(around(60_000, 1))]
    expect(changesOf(compareWithSaved(few.platforms, { baseline: many, thresholds: [], seed: 1 }))).toEqual([])
    expect(changesOf(compareWithSaved(many.platforms, { baseline: few, thresholds: [], seed: 1 }))).toEqual([])
  })
})
