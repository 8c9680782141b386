import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { renderBenchmarks } from '../../../reporters/benchmark-table.ts'
import { renderHtml } from '../../../reporters/html.ts'
import { renderMarkdown } from '../../../reporters/markdown.ts'
import { renderSvgTimeline } from '../../../reporters/svg-timeline.ts'
import type { BenchSettings } from '../../../src/config/resolved-config.ts'
import { computeDigest } from '../../../src/oci/digest.ts'
import type { BenchmarkReport } from '../../../src/report/benchmark-report.ts'
import { parseRunReport } from '../../../src/report/parse.ts'
import type { PlatformReport, RunReport } from '../../../src/report/report.ts'
import { addSavedBuilds, readSavedBuilds } from '../../../src/verbs/saved-builds.ts'
import { requireReportSchema } from '../../support/report-schema.ts'
import { measuredReport } from '../reporters/measured-report.ts'

const digests = { amd64: computeDigest(Buffer.from('amd64')), arm64: computeDigest(Buffer.from('arm64')) }

function figure(name: string, medianMs: number, factor?: number): BenchmarkReport {
  return { name, medianMs, samples: [medianMs], ...(factor === undefined ? {} : { factor, factorOf: 'emulation' }) }
}

function build(medianMs: number, factor?: number): BenchmarkReport {
  const execution = factor === undefined ? 'native' : 'emulated'
  return { ...figure('build (cold)', medianMs, factor), build: { execution, steps: [] } }
}

function reportOf(
  amd64: readonly BenchmarkReport[],
  arm64: readonly BenchmarkReport[],
  changes: Partial<RunReport> = {},
) {
  const plain = { execution: { kind: 'none' }, verdict: 'passed', findings: [], checks: [] } as const
  const platforms: readonly PlatformReport[] = [
    { ...plain, platform: 'linux/amd64', digest: digests.amd64, benchmarks: amd64 },
    { ...plain, platform: 'linux/arm64', digest: digests.arm64, benchmarks: arm64 },
  ]
  return { ...measuredReport, platforms, ...changes }
}

const { builds: _, ...unbuilt } = reportOf([figure('start', 232)], [figure('start', 1600, 6.9)])
const saved = reportOf([build(10_600), figure('start', 1)], [build(57_200, 5.4), figure('start', 1)], {
  createdAt: '2026-11-20T18:02:11.000Z',
})

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'saved-builds-'))
})
afterAll(() => rm(folder, { recursive: true }))

const settings: BenchSettings = { longestMs: 1000, requests: 0, commands: [], buildRounds: 1, thresholds: [] }

describe('what builds took, as a saved report says', () => {
  it('stands before what was measured now, of the same digests, with when that was', () => {
    const report = addSavedBuilds(unbuilt, { name: 'build.json', reports: [saved] })
    expect(
      report.platforms.map(({ benchmarks = [] }) => benchmarks.map(({ name, medianMs }) => [name, medianMs])),
    ).toEqual([
      [
        ['build (cold)', 10_600],
        ['start', 232],
      ],
      [
        ['build (cold)', 57_200],
        ['start', 1600],
      ],
    ])
    expect(report.bench?.builds).toEqual({ name: 'build.json', createdAt: saved.createdAt })
    expect(report.builds).toEqual(measuredReport.builds)
    expect(parseRunReport(JSON.parse(JSON.stringify(report)))).toEqual(report)
    expect(requireReportSchema(report)).toEqual(report)
  })

  it('is in every form of the report, with one line for each platform on the terminal', async () => {
    const report = addSavedBuilds(unbuilt, { name: 'build.json', reports: [saved] })
    const lines = renderBenchmarks({ color: false, unicode: true, columns: 200 }, report)
    const from = 'builds: each platform alone, as measured on 2026-11-20 18:02 UTC (build.json)'
    expect(lines).toContain(from)
    expect(lines.map((line) => line.trim().replaceAll(/ {2,}/g, ' | '))).toEqual(
      expect.arrayContaining([
        'platform | build | × | start | ×',
        'linux/amd64 | 10.6 s | 232 ms',
        'linux/arm64 | 57.2 s | 5.4 × | 1.60 s | 6.9 ×',
      ]),
    )
    expect(renderMarkdown(report)).toContain('as measured on 2026')
    expect(await renderHtml(report)).toContain(from)
    expect(await renderSvgTimeline(report)).not.toContain('nothing was built')
  })

  it('is not shown of another image', () => {
    const other = computeDigest(Buffer.from('another'))
    const platforms = saved.platforms.map((platform) => ({ ...platform, digest: other }))
    const report = addSavedBuilds(unbuilt, { name: 'build.json', reports: [{ ...saved, platforms }] })
    expect(report.platforms).toEqual(unbuilt.platforms)
    expect(report.bench?.notes).toContain('its builds: build.json is of another image')
  })

  it('is left alone where nothing was measured now', () => {
    const { bench: _none, ...unmeasured } = unbuilt
    expect(addSavedBuilds(unmeasured, { name: 'build.json', reports: [saved] })).toBe(unmeasured)
  })

  it('is read from the file that was named, which must say something of builds', async () => {
    const [good, bad] = [join(folder, 'good.json'), join(folder, 'bad.json')]
    await writeFile(good, JSON.stringify(saved))
    await writeFile(bad, JSON.stringify(unbuilt))
    expect(await readSavedBuilds({ bench: { ...settings, buildTimes: good } })).toMatchObject({
      name: good,
      reports: [saved],
    })
    expect(await readSavedBuilds({ bench: settings })).toBeUndefined()
    await expect(readSavedBuilds({ bench: { ...settings, buildTimes: bad } })).rejects.toMatchObject({
      code: 'report-invalid',
    })
    await expect(readSavedBuilds({ bench: { ...settings, buildTimes: join(folder, 'none') } })).rejects.toMatchObject({
      code: 'report-invalid',
    })
  })
})
