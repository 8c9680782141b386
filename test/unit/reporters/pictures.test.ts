import { readFileSync } from 'node:fs'
import { XmlDocument } from 'libxml2-wasm'
import { describe, expect, it } from 'vitest'
import { renderHtml } from '../../../reporters/html.ts'
import { pictureStyle } from '../../../reporters/picture-style.ts'
import { renderSvgTimeline } from '../../../reporters/svg-timeline.ts'
import { renderSvg } from '../../../reporters/svg.ts'
import { parseRunReport } from '../../../src/report/parse.ts'
import { largeReport } from './large-report.ts'
import { measuredReport } from './measured-report.ts'
import { passedReport } from './sample-report.ts'

interface Bar {
  readonly kind: string
  readonly from: number
  readonly width: number
}

/** The bars of a picture, without those of its legend. */
function barsOf(svg: string): readonly Bar[] {
  const marks = [...svg.matchAll(/<g class="mark-rect role-mark bar">(.*?)<\/g>/g)].map(([, mark = '']) => mark)
  return marks.flatMap((mark) =>
    [...mark.matchAll(/d="M([\d.]+),[\d.]+h([\d.]+)v[^"]*" fill="url\(#([\w-]+)\)"/g)].map(
      ([, from = '', width = '', kind = '']) => ({ kind, from: Number(from), width: Number(width) }),
    ),
  )
}

function textsOf(svg: string): readonly string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text)
}

const pictures = { benchmarks: renderSvg, builds: renderSvgTimeline }

describe.each(Object.entries(pictures))('the picture of %s', (_, render) => {
  it('is a document with a title and a description, the same each time, in dark and light', async () => {
    const svg = await render(measuredReport)
    using document = XmlDocument.fromString(svg)
    expect(document.root.name).toBe('svg')
    expect(document.root.attrs.find(({ name }) => name === 'role')?.value).toBe('img')
    expect(svg).toMatch(/^<svg [^>]*><title>[^<]+<\/title><desc>[^<]+<\/desc><style>/)
    expect(svg).toContain('prefers-color-scheme:dark')
    expect(await render(measuredReport)).toBe(svg)
  })

  it('has nothing of the image that is no text, loads nothing and runs nothing', async () => {
    const hostile: unknown = JSON.parse(JSON.stringify(measuredReport), (_key, value: unknown) =>
      value === 'linux/arm64' ? `<script>alert("1")</script>\u202e'` : value,
    )
    const report = parseRunReport(hostile)
    const svg = await render(report)
    using document = XmlDocument.fromString(svg)
    expect(document.root.name).toBe('svg')
    expect(svg).toContain('&lt;script&gt;')
    expect(svg).not.toMatch(/\u202e|<script|<image|<foreignObject|href=|\son\w+=|\sstyle=/)
  })

  it('says so where there is nothing to show', async () => {
    const { bench: _bench, builds: _builds, ...rest } = measuredReport
    expect(await render({ ...rest, platforms: [] })).toMatch(/<title>nothing was (measured|built)<\/title>/)
  })
})

describe('the picture of benchmarks', () => {
  it('has a bar for each median, as long as it is, with its interval and its factor', async () => {
    const svg = await renderSvg(measuredReport)
    const bars = barsOf(svg)
    expect(bars.map(({ kind }) => kind)).toEqual(['native', 'emulated', 'emulated', 'emulated', 'native', 'native'])
    expect((bars[1]?.width ?? 0) / (bars[0]?.width ?? 1)).toBeCloseTo(1560 / 181.4, 0)
    const whiskers = [...svg.matchAll(/role-scope whisker">(.*?)<\/g><\/g><\/g><\/g>/g)].map(([, mark = '']) => mark)
    expect(whiskers.map((mark) => mark.match(/<line/g)?.length ?? 0)).toEqual([15, 0])
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining([
        'native',
        'emulated',
        'start',
        'linux/arm64',
        'qemu-aarch64 7.2.22',
        '1.56 s, 8.6 × (6.5 to 13)',
        '181 ms, about 5.2 × (reference)',
        '181 ms, 1.1 × of native',
      ]),
    )
  })

  it('has the steps of builds, with their factors', async () => {
    const step = { instruction: 'RUN make', execution: 'emulated', medianMs: 5000, samples: [5000], factor: 5 } as const
    const cold = { name: 'build (cold)', medianMs: 6000, samples: [6000] }
    const platforms = measuredReport.platforms.map((platform) => ({
      ...platform,
      benchmarks: [{ ...cold, build: { execution: 'emulated' as const, steps: [step] } }],
    }))
    expect(textsOf(await renderSvg({ ...measuredReport, platforms }))).toContain('5.00 s, 5.0 ×')
  })

  it('has a scale of its own for each measure', async () => {
    const svg = await renderSvg(measuredReport)
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['0 s', '2 s', '0 ms', '2 ms']))
    expect(barsOf(svg).at(-1)?.width).toBeCloseTo(290, 0)
  })
})

describe('the picture of builds', () => {
  it('has each step of a platform when it was worked on, and how it was executed', async () => {
    const svg = await renderSvgTimeline(measuredReport)
    expect(barsOf(svg).map(({ kind }) => kind)).toEqual(['cached', 'native', 'emulated', 'cross', 'failed', 'other'])
    const [, native, emulated] = barsOf(svg)
    expect(native?.from).toBeCloseTo((500 / 42_000) * 410, 0)
    expect(emulated?.width).toBeCloseTo((38_400 / 42_000) * 410 + 1.5, 0)
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining(['linux/amd64', '38.4 s emulated', '900 ms cross', '0 ms cached', '40 ms failed']),
    )
  })

  it('has platforms in the order of the report, and says what it leaves out', async () => {
    const headings = textsOf(await renderSvgTimeline(measuredReport)).filter((text) => /^(?:linux|for no)/.test(text))
    expect(headings).toEqual([
      'linux/amd64',
      'linux/arm64',
      'linux/s390x, without 1 shorter step',
      'for no platform in particular, without 1 shorter step',
    ])
  })
})

describe('the pictures of the page', () => {
  it('stand beside their tables, in the colours of the page, with names that no anchor has', async () => {
    const page = await renderHtml({ ...passedReport, ...measuredReport })
    expect(page.match(/<svg [^>]*class="picture"/g)).toHaveLength(2)
    expect(page).not.toContain('prefers-color-scheme:dark')
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].flatMap(([, id]) => id ?? [])
    expect(new Set(ids).size).toBe(ids.length)
    const fills = new Set([...page.matchAll(/url\(#([^)]*)\)/g)].flatMap(([, id]) => id ?? []))
    expect([...fills].filter((id) => !ids.includes(id))).toEqual([])
    expect(
      page.slice(page.indexOf('<body')).replaceAll(/<(?:style|script)>[\s\S]*?<\/(?:style|script)>/g, ''),
    ).not.toMatch(/<[^>]+\sstyle=/)
  })

  it('are part of the thirty platforms that fit into a megabyte', async () => {
    expect((await renderHtml(largeReport)).match(/<svg [^>]*class="picture"/g)).toHaveLength(2)
  })
})

describe('the pictures of the documentation', () => {
  it.each(['benchmarks.svg', 'build.svg'])(
    'are drawn as pictures are now (npm run docs:pictures does it): %s',
    (name) => {
      const svg = readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8')
      expect(svg).toContain(`<style>${pictureStyle}</style>`)
      expect(textsOf(svg)).toEqual(expect.arrayContaining(['native', 'emulated']))
    },
  )
})
