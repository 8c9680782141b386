import type { RunReport } from '../src/report/report.ts'
import { listRunReports, type RunReports } from '../src/report/run-reports.ts'
import { describeBench, groupFigures, type FigureGroup, type FigureRow } from './benchmark-figures.ts'
import { h, type Html } from './html-node.ts'

/** Pixels. */
const size = { width: 880, label: 270, bar: 320, row: 26, heading: 34, margin: 16, thickness: 12 } as const

/** Follows the reader's colour scheme; the ground is that of the page. */
const style = `text{font:13px system-ui,sans-serif;fill:#1a1f26}.soft{fill:#515b67;font-size:12px}.name{font-weight:600}
.native{fill:#2a6fdb}.emulated{fill:#c07f12}.whisker{stroke:#1a1f26;stroke-width:1.5;fill:none}
@media(prefers-color-scheme:dark){text{fill:#e8edf3}.soft{fill:#a3adb9}.native{fill:#6ea6ff}.emulated{fill:#ebbb4d}.whisker{stroke:#e8edf3}}`

/** More rows than anyone reads. */
const maxRows = 200

/** What was measured as a picture: a bar for each median, its 95 % interval across its end, and its factor. */
export function renderSvg(report: RunReport | RunReports): string {
  return `${drawBenchmarks(listRunReports(report), { markup: `<style>${style}</style>` }).markup}\n`
}

/** The picture, with its style or for a page that has one. */
export function drawBenchmarks(reports: readonly RunReport[], ownStyle?: Html): Html {
  const parts: Html[] = []
  let y: number = size.margin
  let left = maxRows
  for (const report of reports) {
    const groups = groupFigures(report)
    for (const group of groups) {
      const rows = group.rows.slice(0, left)
      if (rows.length === 0) continue
      left -= rows.length
      parts.push(...drawGroup({ ...group, rows }, y))
      y += size.heading + rows.length * size.row
    }
    const hidden = left > 0 ? [] : [`no more than ${maxRows} rows are shown`]
    const said = groups.length === 0 ? ['nothing was measured'] : [...describeBench(report).slice(0, 10), ...hidden]
    for (const line of said) {
      y += 20
      parts.push(text(line, size.margin, y, 'soft'))
    }
    y += size.heading
  }
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${size.width} ${y}`,
    width: size.width,
    height: y,
    role: 'img',
  }
  const title = h('title', {}, 'Medians of what was measured, with their 95 % intervals')
  return h('svg', attributes, title, ownStyle, parts)
}

function drawGroup({ measure, rows }: FigureGroup, top: number): readonly Html[] {
  const longest = Math.max(...rows.map(({ benchmark }) => benchmark.interval?.high ?? benchmark.medianMs), 1e-9)
  const scale = size.bar / longest
  return [
    text(measure, size.margin, top + 20, 'name'),
    ...rows.flatMap((row, place) => drawRow(row, top + size.heading + place * size.row, scale)),
  ]
}

function drawRow({ platform, by, median, factor, benchmark }: FigureRow, top: number, scale: number): readonly Html[] {
  const middle = top + size.row / 2
  const end = size.label + benchmark.medianMs * scale
  const { interval } = benchmark
  const far = size.label + Math.max(benchmark.medianMs, interval?.high ?? 0) * scale
  const kind = by === 'native' ? 'native' : 'emulated'
  const bar = `M${size.label} ${round(middle - size.thickness / 2)}H${round(end)}v${size.thickness}H${size.label}z`
  return [
    text(platform, size.margin, middle + 4),
    text(by, size.margin + 100, middle + 4, 'soft'),
    h('path', { d: bar, class: kind }),
    ...(interval === undefined
      ? []
      : [h('path', { d: whisker(interval.low * scale, interval.high * scale, middle), class: 'whisker' })]),
    text([median, factor].filter((part) => part !== '').join(', '), far + 8, middle + 4),
  ]
}

function whisker(low: number, high: number, middle: number): string {
  const [from, to] = [round(size.label + low), round(size.label + high)]
  const [above, below] = [round(middle - 4), round(middle + 4)]
  return `M${from} ${above}V${below}M${from} ${round(middle)}H${to}M${to} ${above}V${below}`
}

function text(words: string, x: number, y: number, kind?: string): Html {
  return h('text', { x: round(x), y: round(y), class: kind }, words)
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10
}
