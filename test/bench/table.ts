import { formatBytes, formatMs } from '../../reporters/quantity.ts'
import type { Peer } from './contender.ts'
import type { ComparisonResult, FootprintResult, PeerResult } from './measure.ts'

/** The tables of one run, as Markdown. */
export function renderTables(
  comparisons: readonly ComparisonResult[],
  footprints: readonly FootprintResult[],
): readonly string[] {
  return [...renderComparisons(comparisons), ...renderFootprints(footprints)]
}

function renderComparisons(results: readonly ComparisonResult[]): readonly string[] {
  if (results.length === 0) return []
  return [
    '| Task | Time | Limit | Against | Its time | Ratio | Range | Goal |',
    '| --- | --: | --: | --- | --: | --: | --: | --: |',
    ...results.flatMap((result) => result.peers.map((peer) => comparisonRow(result, peer))),
    '',
  ]
}

function comparisonRow({ comparison, ours }: ComparisonResult, { peer, times, ratio }: PeerResult): string {
  return row([
    comparison.task,
    formatMs(ours.median),
    mark(ours.median, comparison.limitMs, formatMs),
    peer.name,
    formatMs(times.median),
    `**${ratio.median.toFixed(2)}** ± ${ratio.mad.toFixed(2)}`,
    `${ratio.min.toFixed(2)} to ${ratio.max.toFixed(2)}`,
    markGoal(peer, ratio.median, ours.median - times.median),
  ])
}

/** `1.05 or +1.00 s ✓`. */
function markGoal({ goal, orAddedMs }: Peer, ratio: number, addedMs: number): string {
  if (goal === undefined || orAddedMs === undefined) return mark(ratio, goal, (value) => value.toFixed(2))
  return `${goal.toFixed(2)} or +${formatMs(orAddedMs)} ${ratio <= goal || addedMs <= orAddedMs ? '✓' : '✗'}`
}

function renderFootprints(results: readonly FootprintResult[]): readonly string[] {
  if (results.length === 0) return []
  return [
    '| Task | Most memory | Limit |',
    '| --- | --: | --: |',
    ...results.map(({ footprint, peakBytes }) =>
      row([footprint.task, formatBytes(peakBytes), mark(peakBytes, footprint.limitBytes, formatBytes)]),
    ),
    '',
  ]
}

/** `0.75 ✓`: what a number must not exceed, and whether it does. */
function mark(value: number, limit: number | undefined, format: (value: number) => string): string {
  return limit === undefined ? '' : `${format(limit)} ${value <= limit ? '✓' : '✗'}`
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
