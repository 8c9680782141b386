import { pairedRatio } from './change.ts'
import { clockMs, tellable } from './clock.ts'
import { collectSeries, valuesOf, valuesOfBoth } from './benchmark.ts'
import type { Measured, Iteration } from './rounds.ts'
import { relativeHalfWidth, summarize } from './summary.ts'

export interface Aim {
  readonly seed: number
  /** Subjects that are compared, the candidate and its baseline. */
  readonly pairs: readonly { readonly candidate: string; readonly baseline: string }[]
  /** How far the interval of a median may reach. */
  readonly halfWidth: number
  /** How far that of a comparison may, by the measure's name. */
  readonly pairHalfWidth: (measure: string) => number
}

/** Fewer will do to see how wide an interval is. */
const resamples = 400

/** How far the intervals reach, the widest of all, as a multiple of what is aimed at: 1 is enough. */
export function distanceFromAim({ iterations }: Measured<Iteration>, aim: Aim): number {
  const series = new Map([...iterations].map(([name, done]) => [name, collectSeries(done)] as const))
  if (aim.pairs.length === 0) {
    const widths = [...series.values()].flatMap((measures) =>
      [...measures.values()].map((one) => {
        const summary = summarize(valuesOf(one), { seed: aim.seed, resamples })
        // More rounds do not make the clock finer.
        if (summary !== undefined && summary.median < clockMs) return 0
        return relativeHalfWidth(summary?.median ?? 0, summary?.interval) / aim.halfWidth
      }),
    )
    return Math.max(0, ...widths)
  }
  const compared = aim.pairs.flatMap(({ candidate, baseline }) =>
    [...(series.get(candidate) ?? [])].flatMap(([measure, one]) => {
      const other = series.get(baseline)?.get(measure)
      return other === undefined ? [] : [{ measure, values: valuesOfBoth(one, other) }]
    }),
  )
  const widths = compared.map(({ measure, values }) => {
    const ratio = pairedRatio(...tellable(values), { comparisons: compared.length })
    return relativeHalfWidth(ratio?.value ?? 0, ratio?.interval) / aim.pairHalfWidth(measure)
  })
  return Math.max(0, ...widths)
}
