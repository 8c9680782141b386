import type { StepFigures } from '../src/report/benchmark-report.ts'
import { escapeControl } from '../src/report/escape.ts'
import { describeFactor, formatFineMs, type FigureRow } from './figure-row.ts'
import { formatCount } from './quantity.ts'

/** Steps that take less are in the report alone. */
const leastMs = 100
const longestName = 40

/** What builds executed: each step, and what it took on each platform of some builds. */
export function describeSteps(
  builds: readonly FigureRow[],
): readonly { measure: string; rows: readonly FigureRow[] }[] {
  const executed = builds.flatMap((row) =>
    (row.benchmark.build?.steps ?? []).flatMap((step) => (step.execution === undefined ? [] : [{ row, step }])),
  )
  const groups = Map.groupBy(executed, ({ step: { stage, instruction } }) => JSON.stringify([stage, instruction]))
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined || group.every(({ step }) => step.medianMs < leastMs)) return []
    return [{ measure: `  ${nameOf(first.step)}`, rows: group.map(({ row, step }) => toRow(row, step)) }]
  })
}

function nameOf({ instruction, stage }: StepFigures): string {
  const text = escapeControl(instruction, 300)
  const short = text.length > longestName ? `${text.slice(0, longestName - 1)}…` : text
  return stage === undefined || /^stage-\d+$/.test(stage) ? short : `${escapeControl(stage, 20)}: ${short}`
}

function toRow({ platform }: FigureRow, { instruction, execution, stage: _stage, ...figures }: StepFigures): FigureRow {
  const { medianMs, interval, outliers = 0 } = figures
  return {
    platform,
    by: execution ?? '',
    kind: execution === 'native' || execution === 'emulated' ? execution : 'other',
    median: formatFineMs(medianMs),
    interval: interval === undefined ? '' : `${formatFineMs(interval.low)} to ${formatFineMs(interval.high)}`,
    factor: describeFactor(figures),
    notes: outliers === 0 ? [] : [formatCount(outliers, 'outlier')],
    benchmark: { name: instruction, ...figures },
  }
}
