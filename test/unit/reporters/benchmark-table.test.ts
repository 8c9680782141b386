import { describe, expect, it } from 'vitest'
import { groupFigures } from '../../../reporters/benchmark-figures.ts'
import { renderBenchmarks } from '../../../reporters/benchmark-table.ts'
import { renderHtml } from '../../../reporters/html.ts'
import { renderMarkdown } from '../../../reporters/markdown.ts'
import { parseRunReport } from '../../../src/report/parse.ts'
import { requireReportSchema } from '../../support/report-schema.ts'
import { measuredReport as report } from './measured-report.ts'

const plain = { color: false, unicode: true, columns: 200 } as const

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

  it('calls a pull no work of an emulator', () => {
    const pull = { name: 'pull', medianMs: 250, samples: [250] }
    const platforms = report.platforms.map((platform) => ({ ...platform, benchmarks: [pull] }))
    const [group] = groupFigures({ ...report, platforms })
    expect(new Set(group?.rows.map(({ by, kind }) => `${by}: ${kind}`))).toEqual(new Set(['by the engine: other']))
  })

  it('promises no intervals where there are none', () => {
    const platforms = report.platforms.map(({ benchmarks = [], ...rest }) => ({
      ...rest,
      benchmarks: benchmarks.map((figures) => {
        const { interval: _, ...others } = figures
        return others
      }),
    }))
    expect(renderBenchmarks(plain, { ...report, platforms })[0]).toMatch(/: medians, of too few rounds for intervals$/)
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

  it('is on the page, in its own colours', async () => {
    const page = await renderHtml(report)
    expect(page).toContain('<h2>Benchmarks</h2>')
    expect(page).not.toContain('prefers-color-scheme:dark')
  })
})
