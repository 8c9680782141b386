import type { BenchmarkReport } from '../src/report/benchmark-report.ts'
import { escapeControl } from '../src/report/escape.ts'
import type { RunReport } from '../src/report/report.ts'
import { describeFactor, formatFineMs } from './figure-row.ts'
import { paint, type Style } from './style.ts'
import { renderTable, type Cell } from './text-table.ts'

const measures = [
  { name: 'build (cold)', head: 'build' },
  { name: 'start', head: 'start' },
] as const

/** What each platform takes to build and to start, in one line; nothing where not both were measured. */
export function renderOverview(style: Style, { platforms }: RunReport): readonly string[] {
  const rows = platforms.map(({ platform, benchmarks = [] }) => ({
    platform,
    figures: measures.map(({ name }) => benchmarks.find((it) => it.name === name && it.emulator === undefined)),
  }))
  if (measures.some((_, place) => rows.every(({ figures }) => figures[place] === undefined))) return []
  const heads = ['platform', ...measures.flatMap(({ head }) => [head, '×'])]
  const [heading = '', ...lines] = renderTable(
    style,
    [
      heads.map((head, place): Cell => ({ text: toText(style, head), ...(place === 0 ? {} : { align: 'right' }) })),
      ...rows
        .filter(({ figures }) => figures.some((figure) => figure !== undefined))
        .map(({ platform, figures }): readonly Cell[] => [
          { text: escapeControl(platform, 60) },
          ...figures.flatMap((figure) => describe(style, figure)),
        ]),
    ],
    '  ',
  )
  return [paint(style, 'dim', heading), ...lines]
}

function describe(style: Style, figure: BenchmarkReport | undefined): readonly Cell[] {
  if (figure === undefined) return [{ text: '' }, { text: '' }]
  const { factorInterval: _, ...plain } = figure
  return [
    { text: formatFineMs(figure.medianMs), align: 'right' },
    { text: toText(style, describeFactor(plain)), align: 'right' },
  ]
}

function toText({ unicode }: Style, text: string): string {
  return unicode ? text : text.replaceAll('×', 'x')
}
