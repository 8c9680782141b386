/** A number from 0 up to 1, without 1. */
export type Random = () => number

/** The same numbers again for the same seed: what is drawn for a benchmark can be drawn again. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  // mulberry32: 32 bits of state are enough to shuffle and to resample.
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** https://en.wikipedia.org/wiki/Fisher–Yates_shuffle */
export function shuffle<T>(items: readonly T[], random: Random): readonly T[] {
  const left = [...items]
  const drawn: T[] = []
  while (left.length > 0) drawn.push(...left.splice(Math.floor(random() * left.length), 1))
  return drawn
}
