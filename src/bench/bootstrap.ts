import { createRandom, type Random } from './random.ts'
import { percentileOfSorted } from './statistics.ts'

/** Where a figure lies, with some confidence. */
export interface Interval {
  readonly low: number
  readonly high: number
}

export interface BootstrapOptions {
  readonly seed: number
  /** From 0 to 1. @default 0.95 */
  readonly confidence?: number
  /** @default 2000 */
  readonly resamples?: number
}

/** The range of so many values holds their distribution's median 94 times of 100; of fewer less often. */
export const leastForInterval = 5

/**
 * The interval of a figure that is made of some rounds: how it varies over other rounds that might as well have been.
 * The figure is asked for with the positions of the rounds that were drawn. Nothing for fewer than five rounds, of which
 * not even the whole range would hold the true figure so often.
 * https://en.wikipedia.org/wiki/Bootstrapping_(statistics)
 */
export function bootstrapInterval(
  rounds: number,
  figure: (drawn: Int32Array) => number,
  options: BootstrapOptions,
): Interval | undefined {
  if (rounds < leastForInterval) return undefined
  const drawn = new Int32Array(rounds)
  return intervalOf((random) => figure(drawPositions(drawn, random)), options)
}

/** Fills a list with positions in itself, each as likely as the others. */
export function drawPositions(drawn: Int32Array, random: Random): Int32Array {
  for (let place = 0; place < drawn.length; place++) drawn[place] = Math.floor(random() * drawn.length)
  return drawn
}

/** The interval that holds most of many figures that were drawn. */
export function intervalOf(
  draw: (random: Random) => number,
  { seed, confidence = 0.95, resamples = 2000 }: BootstrapOptions,
): Interval {
  const random = createRandom(seed)
  const figures = Float64Array.from({ length: resamples }, () => draw(random)).sort()
  const tail = (1 - confidence) / 2
  return { low: percentileOfSorted(figures, tail), high: percentileOfSorted(figures, 1 - tail) }
}

/** The median of those values that were drawn; made for being called thousands of times. */
export function medianOfDrawn(values: Float64Array): (drawn: Int32Array) => number {
  const picked = new Float64Array(values.length)
  return (drawn) => {
    for (let place = 0; place < drawn.length; place++) picked[place] = values[drawn[place] ?? 0] ?? 0
    return percentileOfSorted(picked.subarray(0, drawn.length).sort(), 0.5)
  }
}
