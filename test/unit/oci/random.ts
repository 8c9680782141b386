/** Random choices that are the same in every run of one seed. */
export interface Random {
  /** A whole number below `limit`. */
  below(limit: number): number
  pick<T>(choices: readonly T[]): T
  /** `min` to `max` results of `make`. */
  several<T>(min: number, max: number, make: () => T): readonly T[]
}

/** Mulberry32: small, and good enough to choose test data. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
  const pick = <T>(choices: readonly T[]): T => {
    const [choice] = choices.slice(below(choices.length))
    if (choice === undefined) throw new Error('there is nothing to pick from')
    return choice
  }
  return {
    below,
    pick,
    several: (min, max, make) => Array.from({ length: min + below(max - min + 1) }, make),
  }
}
