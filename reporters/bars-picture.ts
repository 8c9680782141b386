import type { GroupMark, Mark, RuleMark } from 'vega'
import { escapeControl } from '../src/report/escape.ts'
import type { BenchmarkReport } from '../src/report/benchmark-report.ts'
import type { RunReport } from '../src/report/report.ts'
import { describeBench, groupFigures, type FigureGroup } from './benchmark-figures.ts'
import type { FigureRow } from './figure-row.ts'
import { chooseUnit, legendMark, linesMark, rectMark, textMark, timeAxis, type TimeUnit } from './picture-marks.ts'
import type { PicturePlan } from './picture.ts'
import { ink } from './picture-style.ts'
import { formatFactor } from './quantity.ts'

/** Pixels. */
const size = { margin: 16, by: 164, label: 330, bars: 290, row: 24, heading: 30, axis: 36, line: 20 } as const

/** More rows than anyone reads. */
const maxRows = 300

/** A bar for each median, its 95 % interval across its end, and its factor; undefined where nothing was measured. */
export function planBars(reports: readonly RunReport[]): PicturePlan | undefined {
  const groups = reports.flatMap((report) => groupFigures(report))
  const shown = limitRows(groups)
  if (shown.length === 0) return undefined
  const kinds = new Set(shown.flatMap(({ rows }) => rows.map(({ kind }) => kind)))
  const marks = [legendMark(kinds, size.margin, size.margin + 6)]
  let top: number = size.margin + size.line
  for (const group of shown) {
    marks.push(groupMark(group, top))
    top += size.heading + group.rows.length * size.row + size.axis
  }
  const isCut = groups.reduce((sum, { rows }) => sum + rows.length, 0) > maxRows
  const notes = [
    ...reports.flatMap((report) => describeBench(report).slice(0, 10)),
    ...(isCut ? [`no more than ${maxRows} rows are shown`] : []),
  ].slice(0, 40)
  marks.push(
    linesMark(
      notes.map((note) => escapeControl(note, 120)),
      size.margin,
      top,
      size.line,
    ),
  )
  return {
    title: 'Medians of what was measured, with their 95 % intervals',
    description: describe(shown),
    height: top + notes.length * size.line + size.margin,
    marks,
  }
}

function limitRows(groups: readonly FigureGroup[]): readonly FigureGroup[] {
  let left = maxRows
  return groups.flatMap(({ measure, rows }) => {
    const kept = rows.slice(0, left)
    left -= kept.length
    return kept.length === 0 ? [] : [{ measure, rows: kept }]
  })
}

function describe(groups: readonly FigureGroup[]): string {
  const told = groups.map(({ measure, rows }) => {
    const figures = rows.map(({ platform, by, median, factor }) =>
      [`${platform} ${by} ${median}`, factor].filter((part) => part !== '').join(', '),
    )
    return `${measure}: ${figures.join('; ')}`
  })
  return told.join('. ')
}

function groupMark({ measure, rows }: FigureGroup, top: number): GroupMark {
  const longestMs = Math.max(
    ...rows.map(({ benchmark }) => Math.max(benchmark.medianMs, benchmark.interval?.high ?? 0)),
  )
  const unit = chooseUnit(longestMs)
  const height = rows.length * size.row
  return {
    type: 'group',
    aria: false,
    encode: {
      enter: {
        x: { value: size.label },
        y: { value: top + size.heading },
        width: { value: size.bars },
        height: { value: height },
      },
    },
    data: [
      { name: 'rows', values: rows.map((row, place) => toDatum(row, place, unit)) },
      { name: 'intervals', source: 'rows', transform: [{ type: 'filter', expr: 'isValid(datum.low)' }] },
      { name: 'heading', values: [{ text: measure }] },
    ],
    // The lines of an axis are as long as these say.
    signals: [
      { name: 'width', value: size.bars },
      { name: 'height', value: height },
    ],
    scales: [
      { name: 'x', type: 'linear', domain: [0, longestMs / unit.ms || 1], range: [0, size.bars] },
      { name: 'y', type: 'band', domain: rows.map((_, place) => place), range: [0, height], padding: 0.25 },
    ],
    axes: [timeAxis('bottom', unit)],
    marks: [
      { ...textMark('name', { x: { value: size.margin - size.label }, y: { value: -14 } }), from: { data: 'heading' } },
      textMark('code', { x: { value: size.margin - size.label }, y: middle, field: 'platform' }),
      textMark('soft code', { x: { value: size.by - size.label }, y: middle, field: 'by' }),
      rectMark(
        {
          x: { scale: 'x', value: 0 },
          x2: { scale: 'x', field: 'median' },
          y: { scale: 'y', field: 'place' },
          height: { scale: 'y', band: 1 },
        },
        'bar',
      ),
      whisker,
      textMark('plain', { x: { scale: 'x', field: 'far', offset: 9 }, y: middle }),
    ],
  }
}

const middle = { scale: 'y', field: 'place', band: 0.5 } as const

function line(from: string, to: string, band: readonly [number, number]): RuleMark {
  return {
    type: 'rule',
    from: { data: 'intervals' },
    aria: false,
    interactive: false,
    encode: {
      enter: {
        x: { scale: 'x', field: from },
        x2: { scale: 'x', field: to },
        y: { scale: 'y', field: 'place', band: band[0] },
        y2: { scale: 'y', field: 'place', band: band[1] },
        stroke: { value: ink.text },
        strokeWidth: { value: 1.5 },
      },
    },
  }
}

/** The interval of a median: a line with an end at either side. */
const whisker: Mark = {
  type: 'group',
  name: 'whisker',
  aria: false,
  marks: [line('low', 'high', [0.5, 0.5]), line('low', 'low', [0.2, 0.8]), line('high', 'high', [0.2, 0.8])],
}

interface BarDatum {
  readonly place: number
  readonly platform: string
  readonly by: string
  readonly text: string
  readonly fill: string
  readonly median: number
  readonly far: number
  readonly low?: number
  readonly high?: number
}

function toDatum({ platform, by, kind, median, benchmark }: FigureRow, place: number, unit: TimeUnit): BarDatum {
  const { medianMs, interval } = benchmark
  const far = Math.max(medianMs, interval?.high ?? 0)
  return {
    place,
    platform: escapeControl(platform, 20),
    by: escapeControl(by, 22),
    text: labelOf(median, benchmark),
    fill: `url(#${kind})`,
    median: medianMs / unit.ms,
    far: far / unit.ms,
    ...(interval === undefined ? {} : { low: interval.low / unit.ms, high: interval.high / unit.ms }),
  }
}

/** What the table says at length, in the room beside a bar. */
function labelOf(median: string, { factor, factorInterval, factorOf }: BenchmarkReport): string {
  if (factor === undefined) return median
  if (factorOf === 'reference') return `${median}, about ${formatFactor(factor)} (reference)`
  const [low, high] = [factorInterval?.low, factorInterval?.high].map((end = 0) => formatFactor(end).replace(/ ×$/, ''))
  const between = factorInterval === undefined ? '' : ` (${low} to ${high})`
  return `${median}, ${formatFactor(factor)}${between}${factorOf === 'compatibility' ? ' of native' : ''}`
}
