/** Values in ascending order. */
export function sorted(values: readonly number[]): readonly number[] {
  return values.toSorted((a, b) => a - b)
}

/** The value below which a part of all values lies, between two neighbours where it falls there. @throws RangeError for none */
export function percentile(values: readonly number[], part: number): number {
  return percentileOfSorted(sorted(values), part)
}

/** The middle value. @throws RangeError for none */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

/** The median distance from the median. @throws RangeError for none */
export function medianAbsoluteDeviation(values: readonly number[]): number {
  const middle = median(values)
  return median(values.map((value) => Math.abs(value - middle)))
}

/** As {@link percentile}, of values that are in order already. */
export function percentileOfSorted(values: ArrayLike<number>, part: number): number {
  const position = Math.min(Math.max(part, 0), 1) * (values.length - 1)
  const below = values[Math.floor(position)]
  const above = values[Math.ceil(position)]
  if (below === undefined || above === undefined) throw new RangeError('there is no percentile of no values')
  return below + (above - below) * (position - Math.floor(position))
}

/** What a normal distribution's standard deviation is of its median absolute deviation. */
const deviationsPerMad = 1.4826
/** https://www.itl.nist.gov/div898/handbook/eda/section3/eda35h.htm */
const outlyingDeviations = 3.5

/** How many values lie far from all others. They are counted, never taken out: a slow start is a start. */
export function countOutliers(values: readonly number[]): number {
  if (values.length < 5) return 0
  const middle = median(values)
  const mad = medianAbsoluteDeviation(values)
  // Where most values are the same, a small distance is none.
  const farMs = mad === 0 ? Math.abs(middle) * 0.1 : outlyingDeviations * deviationsPerMad * mad
  return values.filter((value) => Math.abs(value - middle) > farMs).length
}
