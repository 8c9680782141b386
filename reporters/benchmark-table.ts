import type { RunReport } from '../src/report/report.ts'
import { describeBench, groupFigures, listFootprints } from './benchmark-figures.ts'
import { renderOverview } from './benchmark-overview.ts'
import type { FigureRow } from './figure-row.ts'
import { paint, type Style } from './style.ts'
import { renderTable, type Cell } from './text-table.ts'

/** What was measured, by measure, each with its platforms; nothing for a run that measured nothing. */
export function renderBenchmarks(style: Style, report: RunReport): readonly string[] {
  const groups = groupFigures(report)
  if (groups.length === 0) return []
  const overview = renderOverview(style, report)
  const times = groups.flatMap(({ measure, rows }) =>
    rows.map((row, place) => [{ text: place === 0 ? measure : '' }, ...cellsOf(row, style)]),
  )
  const sizes = listFootprints(report).map(({ platform, text }, place): readonly Cell[] => [
    { text: place === 0 ? 'size' : '' },
    { text: platform },
    { text },
  ])
  const [heading = '', ...more] = describeBench(report)
  return [
    paint(style, 'bold', heading),
    ...more.map((line) => paint(style, 'dim', line)),
    ...(overview.length === 0 ? [] : [...overview, '']),
    ...renderTable(style, times, '  '),
    ...renderTable(style, sizes, '  '),
  ]
}

function cellsOf(
  { platform, by, median, interval, factor, notes, benchmark }: FigureRow,
  style: Style,
): readonly Cell[] {
  const verdict = benchmark.change?.verdict
  const color = verdict === 'regression' ? 'red' : verdict === 'improvement' ? 'green' : undefined
  return [
    { text: platform },
    { text: by },
    { text: median, align: 'right' },
    { text: interval },
    { text: style.unicode ? factor : factor.replaceAll('×', 'x') },
    { text: notes.join(', '), ...(color === undefined ? {} : { color }) },
  ]
}
