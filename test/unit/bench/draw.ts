import type { Random } from '../../../src/bench/random.ts'

/** Values of a normal distribution. https://en.wikipedia.org/wiki/Box–Muller_transform */
export function drawNormal(random: Random, count: number, mean: number, deviation: number): readonly number[] {
  return Array.from({ length: count }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random()))
    return mean + deviation * radius * Math.cos(2 * Math.PI * random())
  })
}

/** Values as starts have them: most near the quickest, a few far above. Their median is `floor + scale × ln 2`. */
export function drawSkewed(random: Random, count: number, floor: number, scale: number): readonly number[] {
  return Array.from({ length: count }, () => floor - scale * Math.log(1 - random()))
}

/** How many of so many tries came out so, as a part of all. */
export function partOf(tries: number, happens: (attempt: number) => boolean): number {
  return Array.from({ length: tries }, (_, attempt) => happens(attempt)).filter(Boolean).length / tries
}
