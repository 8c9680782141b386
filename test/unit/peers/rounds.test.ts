import { describe, expect, it } from 'vitest'
import type { Contender } from '../../bench/contender.ts'
import { measureRounds } from '../../bench/rounds.ts'

const finished = { pid: 1, exitCode: 0, signal: undefined, stdout: '', stderr: '' }

/** Contenders that note when they ran, each of which takes as many milliseconds as were noted before. */
function notingContenders(names: readonly string[], noted: string[]): readonly Contender[] {
  return names.map((name) => ({
    name,
    run: async () => ({ ...finished, durationMs: noted.push(name) }),
  }))
}

/** Draws the order the contenders were given in. */
function firstOfAll(): number {
  return 0
}

describe('rounds', () => {
  it('let every contender run once in each, those to warm up included', async () => {
    const noted: string[] = []
    await measureRounds(notingContenders(['a', 'b', 'c'], noted), { rounds: 3, warmupRounds: 2 })
    const rounds = [0, 1, 2, 3, 4].map((round) => noted.slice(round * 3, round * 3 + 3).toSorted())
    expect(rounds).toEqual(Array.from({ length: 5 }, () => ['a', 'b', 'c']))
  })

  it('draw a new order each time', async () => {
    const noted: string[] = []
    const drawn = [0.9, 0, 0, 0, 0, 0]
    const random = (): number => drawn.shift() ?? 0
    await measureRounds(notingContenders(['a', 'b', 'c'], noted), { rounds: 2, warmupRounds: 0, random })
    expect(noted.join('')).toBe('cababc')
  })

  it('keep the times of the rounds that count, and no others', async () => {
    const options = { rounds: 2, warmupRounds: 1, random: firstOfAll }
    const times = await measureRounds(notingContenders(['a', 'b'], []), options)
    expect(Object.fromEntries(times)).toEqual({ a: [3, 5], b: [4, 6] })
  })

  it('end with the first contender that does not do its task', async () => {
    const fails: Contender = { name: 'a', run: () => Promise.reject(new Error('ended with 1')) }
    await expect(measureRounds([fails], { rounds: 1, warmupRounds: 0 })).rejects.toThrow('ended with 1')
  })
})
