import type { GroupMark } from 'vega'
import type { BuildReport } from '../src/report/build-report.ts'
import { escapeControl } from '../src/report/escape.ts'
import { chooseUnit, legendMark, rectMark, textMark, timeAxis } from './picture-marks.ts'
import type { PicturePlan } from './picture.ts'
import { groupSteps, type TimelineGroup } from './timeline-rows.ts'
import { formatMs } from './quantity.ts'

/** Pixels. */
const size = { margin: 16, label: 362, bars: 410, row: 20, gap: 14, top: 70, bottom: 40 } as const

/** Thirty platforms with eight steps each. More is no picture. */
const maxRows = 240

/** When each step of a build was worked on, by platform; undefined for a build without steps. */
export function planTimeline(build: BuildReport, platforms: readonly string[]): PicturePlan | undefined {
  const groups = groupSteps(build, { maxRows, platforms })
  const rows = groups.flatMap((group) => group.rows)
  if (rows.length === 0) return undefined
  const context = escapeControl(build.context, 60)
  const heading = `${context}: built by ${escapeControl(build.builder, 40)} in ${formatMs(build.durationMs)}`
  const height = groups.length * (size.row + size.gap) + rows.length * size.row
  const kinds = new Set(rows.map(({ kind }) => kind))
  return {
    title: `When each step of the build was worked on. ${heading}`,
    description: describe(groups),
    height: size.top + height + size.bottom,
    marks: [legendMark(kinds, size.margin, size.margin + 6), stepsMark(groups, build, height)],
  }
}

function describe(groups: readonly TimelineGroup[]): string {
  const told = groups.map(
    ({ heading, rows }) => `${heading}: ${rows.map(({ label, says }) => `${label} ${says}`).join('; ')}`,
  )
  return told.join('. ')
}

function stepsMark(groups: readonly TimelineGroup[], build: BuildReport, height: number): GroupMark {
  const longestMs = Math.max(build.durationMs, ...groups.flatMap(({ rows }) => rows.map(({ endedMs }) => endedMs)))
  const unit = chooseUnit(longestMs)
  const left = { value: size.margin - size.label }
  let top = 0
  const headings: { text: string; y: number }[] = []
  const rows = groups.flatMap((group) => {
    headings.push({ text: group.heading, y: top + size.gap + size.row / 2 })
    const first = top + size.gap + size.row
    top = first + group.rows.length * size.row
    return group.rows.map(({ label, kind, says, startedMs, endedMs }, place) => ({
      label,
      says,
      fill: `url(#${kind})`,
      from: startedMs / unit.ms,
      to: endedMs / unit.ms,
      y: first + (place + 0.5) * size.row,
    }))
  })
  return {
    type: 'group',
    aria: false,
    encode: {
      enter: {
        x: { value: size.label },
        y: { value: size.top },
        width: { value: size.bars },
        height: { value: height },
      },
    },
    // The lines of an axis are as long as these say.
    signals: [
      { name: 'width', value: size.bars },
      { name: 'height', value: height },
    ],
    data: [
      { name: 'rows', values: rows },
      { name: 'headings', values: headings },
    ],
    scales: [{ name: 'x', type: 'linear', domain: [0, longestMs / unit.ms || 1], range: [0, size.bars] }],
    axes: [timeAxis('top', unit), { ...timeAxis('bottom', unit), grid: false }],
    marks: [
      { ...textMark('name', { x: left, y: { field: 'y' } }), from: { data: 'headings' } },
      textMark('code', { x: left, y: { field: 'y' }, field: 'label' }),
      textMark('soft', { x: { value: size.bars + 12 }, y: { field: 'y' }, field: 'says' }),
      rectMark(
        {
          x: { scale: 'x', field: 'from' },
          // What took no time is seen all the same.
          x2: { scale: 'x', field: 'to', offset: 1.5 },
          y: { field: 'y', offset: -6.5 },
          height: { value: 13 },
        },
        'bar',
      ),
    ],
  }
}
