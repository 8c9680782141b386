import type { RunReport } from '../src/report/report.ts'
import { describeSavedBuilds, groupFigures, listFootprints, type FigureGroup } from './benchmark-figures.ts'
import { renderBar, renderFacts, renderWide } from './html-parts.ts'
import { h, type Html } from './html-node.ts'

const heads = ['Platform', 'By', 'Median', '95 % interval', 'Factor', 'Notes']
/** No run measures more, and a page with more is not read. */
const maxGroups = 100

/** What was measured, by measure, so that platforms stand beside each other; nothing where nothing was. */
export function renderBenchmarks(report: RunReport, picture: Html | undefined): Html | undefined {
  const groups = groupFigures(report).slice(0, maxGroups)
  if (groups.length === 0) return undefined
  const saved = report.bench?.builds
  const sizes = listFootprints(report).map(({ platform, text }) => [platform, text] as const)
  return h(
    'section',
    {},
    h('h2', {}, 'Benchmarks'),
    h(
      'div',
      { class: 'card' },
      saved === undefined ? undefined : h('p', { class: 'muted' }, describeSavedBuilds(saved)),
      picture === undefined ? undefined : renderWide('medians as a picture', picture),
      groups.map((group) => [h('h3', {}, group.measure), renderWide(group.measure, renderGroup(group))]),
      sizes.length === 0 ? undefined : [h('h3', {}, 'Size'), renderFacts(sizes)],
    ),
  )
}

function renderGroup({ rows }: FigureGroup): Html {
  const longestMs = Math.max(...rows.map(({ benchmark }) => benchmark.medianMs))
  return h(
    'table',
    { class: 'checks' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        heads.map((head) => h('th', { scope: 'col' }, head)),
      ),
    ),
    h(
      'tbody',
      {},
      rows.map(({ platform, by, median, interval, factor, notes, benchmark }) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, platform),
          h('td', {}, by),
          h('td', { class: 'time' }, median, renderBar(benchmark.medianMs, longestMs)),
          h('td', { class: 'muted' }, interval),
          h('td', {}, factor),
          h('td', {}, notes.join(', ')),
        ),
      ),
    ),
  )
}
