import type { Contender } from './contender.ts'

export interface RoundsOptions {
  readonly rounds: number
  /** Rounds before these, which nobody times. */
  readonly warmupRounds: number
  /** A number from 0 up to 1, without 1. @default Math.random */
  readonly random?: () => number
  readonly onRound?: (round: number) => void
}

/** The milliseconds each contender took, by its name, in the order of the rounds. */
export type RoundTimes = ReadonlyMap<string, readonly number[]>

/** Lets every contender do its task once in each round, one after another, in an order drawn anew for each round. */
export async function measureRounds(contenders: readonly Contender[], options: RoundsOptions): Promise<RoundTimes> {
  const { rounds, warmupRounds, random = Math.random, onRound } = options
  const times = new Map(contenders.map(({ name }) => [name, [] as number[]]))
  for (let round = 1 - warmupRounds; round <= rounds; round++) {
    onRound?.(round)
    for (const { name, run } of shuffle(contenders, random)) {
      const { durationMs } = await run()
      if (round > 0) times.get(name)?.push(durationMs)
    }
  }
  return times
}

/** https://en.wikipedia.org/wiki/Fisher–Yates_shuffle */
function shuffle<T>(items: readonly T[], random: () => number): readonly T[] {
  const left = [...items]
  const drawn: T[] = []
  while (left.length > 0) drawn.push(...left.splice(Math.floor(random() * left.length), 1))
  return drawn
}
