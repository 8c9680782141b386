import { XmlDocument } from 'libxml2-wasm'
import { describe, expect, it } from 'vitest'
import { renderBenchmarks } from '../../../reporters/benchmark-table.ts'
import { renderHtml } from '../../../reporters/html.ts'
import { renderMarkdown } from '../../../reporters/markdown.ts'
import { renderSvg } from '../../../reporters/svg.ts'
import type { BenchmarkReport } from '../../../src/report/benchmark-report.ts'
import { parseRunReport } from '../../../src/report/parse.ts'
import type { PlatformReport, RunReport } from '../../../src/report/report.ts'
import { requireReportSchema } from '../../support/report-schema.ts'

const plain = { color: false, unicode: true, columns: 200 } as const

const start: BenchmarkReport = {
  name: 'start',
  medianMs: 181.4,
  samples: [180, 181.4, 190],
  madMs: 1.4,
  interval: { low: 166, high: 230 },
  outliers: 1,
}
const requests: BenchmarkReport = {
  name: 'GET /\u001b[31m',
  medianMs: 2.413,
  samples: [2.413],
  requests: { count: 160, p90Ms: 4.886, p99Ms: 14.84, ownCostMs: 0.094 },
}
const emulated: BenchmarkReport = {
  ...start,
  medianMs: 1560,
  interval: { low: 1330, high: 2440 },
  outliers: 0,
  factor: 8.6,
  factorInterval: { low: 6.5, high: 13 },
  factorOf: 'emulation',
  comparedTo: 'linux/amd64',
  isUnstable: true,
  change: { ratio: 1.102, interval: { low: 1.081, high: 1.123 }, by: 'time', threshold: 0.05, verdict: 'regression' },
}

function platform(name: string, changes: Partial<PlatformReport>): PlatformReport {
  return { platform: name, execution: { kind: 'none' }, verdict: 'passed', findings: [], checks: [], ...changes }
}

const report: RunReport = {
  schemaVersion: 1,
  tool: { name: 'everyarch', version: '0.1.0' },
  command: 'bench',
  createdAt: '2026-11-22T04:00:00Z',
  verdict: 'passed',
  exitCode: 0,
  findings: [],
  platforms: [
    platform('linux/amd64', {
      sizeBytes: 48_500_000,
      execution: { kind: 'native', proof: 'same' },
      benchmarks: [start, requests],
      footprint: { diskBytes: 143_000_000, peakMemoryBytes: 26_300_000, memoryFrom: 'kernel' },
    }),
    platform('linux/arm64', {
      execution: { kind: 'emulated', emulator: { name: 'qemu-aarch64', version: '7.2.22' }, proof: 'same' },
      benchmarks: [
        emulated,
        {
          ...start,
          emulator: { name: 'qemu-aarch64', version: '11.1.0' },
          overOwn: { ratio: 1.28, interval: { low: 1.2, high: 1.35 } },
        },
      ],
    }),
    platform('linux/s390x', {
      execution: { kind: 'emulated', emulator: { name: 'qemu-s390x' }, proof: 'same' },
      benchmarks: [{ ...start, factor: 5.2, factorOf: 'reference' }],
    }),
    platform('linux/386', {
      execution: { kind: 'native', proof: 'same' },
      benchmarks: [{ ...start, factor: 1.1, factorOf: 'compatibility', comparedTo: 'linux/amd64' }],
    }),
  ],
  errors: [],
  bench: {
    rounds: 8,
    warmupRounds: 1,
    endedBy: 'time',
    elapsedMs: 54_900,
    seed: 1,
    machine: { cores: 2, kernelVersion: '6.1', engineVersion: 'Docker 28' },
    notes: ['linux/arm64 under qemu-aarch64 9.0: it died of signal 11'],
    baseline: { name: 'base.json', by: 'report', notes: ['it is of another machine'] },
  },
}

describe('what was measured', () => {
  it('is told by measure, each platform with how it ran, its interval and its factor', () => {
    const lines = renderBenchmarks(plain, report).map((line) => line.replaceAll(/ {2,}/g, ' | ').trim())
    expect(lines).toEqual([
      '8 rounds in 54.9 s, until the time was over: medians with 95 % intervals',
      'a request to a server that does nothing takes 0.09 ms of its time',
      'compared with base.json, by factors',
      '| it is of another machine',
      'not measured: linux/arm64 under qemu-aarch64 9.0: it died of signal 11',
      '| start | linux/amd64 | native | 181 ms | 166 ms to 230 ms | 1 outlier',
      '| linux/arm64 | qemu-aarch64 7.2.22 | 1.56 s | 1.33 s to 2.44 s | 8.6 × (6.5 to 13) | regression: 10 % slower (8.1 to 12 %), unstable',
      '| linux/arm64 | qemu-aarch64 11.1.0 | 181 ms | 166 ms to 230 ms | 1.28 × (1.20 to 1.35) of qemu-aarch64 7.2.22, 1 outlier',
      '| linux/s390x | qemu-s390x | 181 ms | 166 ms to 230 ms | about 5.2 ×, by a reference program | 1 outlier',
      '| linux/386 | native | 181 ms | 166 ms to 230 ms | 1.1 × of the native one | 1 outlier',
      expect.stringMatching(
        /^\| GET \/\S* \| linux\/amd64 \| native \| 2\.41 ms \| p90 4\.89 ms, p99 14\.8 ms of 160$/,
      ),
      '| size | linux/amd64 | 48.5 MB on the wire, 143 MB on disk, 26.3 MB of memory at most',
    ])
  })

  it('says nothing where nothing was', () => {
    const { bench: _, ...rest } = report
    expect(renderBenchmarks(plain, { ...rest, platforms: [] })).toEqual([])
  })

  it('is in the Markdown, in no form that a terminal or a page would obey', () => {
    const text = renderMarkdown(report)
    expect(text).toContain('| Measure | Platform | Run | Median | 95 % | Factor | |')
    expect(text).toContain('8.6 × (6.5 to 13)')
    expect(text).not.toContain('\u001b')
    expect(renderBenchmarks(plain, report).join('\n')).not.toContain('\u001b')
  })

  it('is read again as it was written, and as the schema says', () => {
    expect(parseRunReport(JSON.parse(JSON.stringify(report)))).toEqual(report)
    expect(requireReportSchema(report)).toEqual(report)
  })

  it('is drawn, each median as long as it is, with nothing of the image that is no text', () => {
    const svg = renderSvg(report)
    using document = XmlDocument.fromString(svg)
    expect(document.root.name).toBe('svg')
    const bars = [...svg.matchAll(/d="M270 [\d.]+H([\d.]+)v12H270z" class="(native|emulated)"/g)]
    expect(bars.map(([, , kind]) => kind)).toEqual(['native', 'emulated', 'emulated', 'emulated', 'native', 'native'])
    const lengths = bars.map(([, end]) => Number(end) - 270)
    expect((lengths[1] ?? 0) / (lengths[0] ?? 1)).toBeCloseTo(1560 / 181.4, 0)
    expect(svg.match(/class="whisker"/g)).toHaveLength(5)
    expect(svg).not.toContain('\u001b')
    expect(svg).toContain('prefers-color-scheme:dark')
  })

  it('is said to be nothing where nothing was measured', () => {
    expect(renderSvg({ ...report, platforms: [] })).toContain('nothing was measured')
  })

  it('is on the page, in its own colours', () => {
    const page = renderHtml(report)
    expect(page).toContain('<h2>Benchmarks</h2>')
    expect(page).not.toContain('prefers-color-scheme:dark')
  })
})
