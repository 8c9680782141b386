import { collectSeries, valuesOf, valuesOfBoth, type Series } from './benchmark.ts'
import { pairedRatio } from './change.ts'
import { clockMs, tellable } from './clock.ts'
import type { Measured, Iteration } from './rounds.ts'
import { relativeHalfWidth, summarize } from './summary.ts'

export interface Aim {
  readonly seed: number
  /** What is measured until enough is known of all of it. */
  readonly groups: readonly AimGroup[]
  /** How far the interval of a median may reach, as a part of its figure: 0.025 is ± 2.5 %. */
  readonly halfWidth: number
  /** How far that of a comparison may, by the measure's name. */
  readonly pairHalfWidth: (measure: string) => number
}

export interface AimGroup {
  /** Names. */
  readonly subjects: readonly string[]
  /** Two of them that are compared: where they can be, nothing but that has to be sure. */
  readonly pair?: { readonly candidate: string; readonly baseline: string }
}

/** Fewer will do to see how wide an interval is. */
const resamples = 400

/** The subjects of the groups whose intervals all reach no further than is aimed at. */
export function findSettled({ iterations }: Measured<Iteration>, aim: Aim): ReadonlySet<string> {
  const seriesOf = (subject: string): ReadonlyMap<string, Series> => collectSeries(iterations.get(subject) ?? [])
  const groups = aim.groups.map(({ subjects, pair }) => ({
    subjects,
    compared: pair === undefined ? [] : measuresOfBoth(seriesOf(pair.candidate), seriesOf(pair.baseline)),
  }))
  const comparisons = groups.reduce((sum, { compared }) => sum + compared.length, 0)
  const isMedianNarrow = (series: Series): boolean => {
    const summary = summarize(valuesOf(series), { seed: aim.seed, resamples })
    // More rounds do not make the clock finer.
    if (summary !== undefined && summary.median < clockMs) return true
    return relativeHalfWidth(summary?.median ?? 0, summary?.interval) <= aim.halfWidth
  }
  const settled = groups.filter(({ subjects, compared }) =>
    compared.length === 0
      ? subjects.every((subject) => [...seriesOf(subject).values()].every(isMedianNarrow))
      : compared.every(({ measure, values }) => {
          const ratio = pairedRatio(...tellable(values), { comparisons })
          return relativeHalfWidth(ratio?.value ?? 0, ratio?.interval) <= aim.pairHalfWidth(measure)
        }),
  )
  return new Set(settled.flatMap(({ subjects }) => subjects))
}

function measuresOfBoth(candidate: ReadonlyMap<string, Series>, baseline: ReadonlyMap<string, Series>) {
  return [...candidate].flatMap(([measure, one]) => {
    const other = baseline.get(measure)
    return other === undefined ? [] : [{ measure, values: valuesOfBoth(one, other) }]
  })
}
