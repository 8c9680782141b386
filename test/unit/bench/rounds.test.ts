import { describe, expect, it } from 'vitest'
import { measureRounds, type Iteration, type RoundsOptions, type Subject } from '../../../src/bench/rounds.ts'

const rule = { leastRounds: 2, mostRounds: 3, longestMs: 60_000 }
const none = (): ReadonlySet<string> => new Set()

function settings(changes: Partial<RoundsOptions<Iteration>> = {}): RoundsOptions<Iteration> {
  return { rule, warmupRounds: 1, seed: 1, signal: new AbortController().signal, findSettled: none, ...changes }
}

/** Subjects that note when they were measured; each takes as long as were noted before. */
function noting(names: readonly string[], noted: string[]): readonly Subject<Iteration>[] {
  return names.map((name) => ({
    name,
    iterate: async () => ({ durations: new Map([['start', [noted.push(name)]]]) }),
  }))
}

function startsOf(iterations: readonly (Iteration | undefined)[] | undefined): readonly (number | undefined)[] {
  return (iterations ?? []).map((iteration) => iteration?.durations.get('start')?.[0])
}

describe('rounds of a benchmark', () => {
  it('measure every subject once in each, in an order drawn anew, those to warm up included', async () => {
    const noted: string[] = []
    const { rounds, endedBy } = await measureRounds(noting(['a', 'b', 'c'], noted), settings())
    expect({ rounds, endedBy }).toEqual({ rounds: 3, endedBy: 'rounds' })
    const orders = [0, 3, 6, 9].map((from) => noted.slice(from, from + 3))
    expect(orders.map((order) => order.toSorted().join(''))).toEqual(['abc', 'abc', 'abc', 'abc'])
    expect(new Set(orders.map((order) => order.join(''))).size).toBeGreaterThan(1)
  })

  it('are drawn the same again with the same seed', async () => {
    const [one, other]: [string[], string[]] = [[], []]
    await measureRounds(noting(['a', 'b', 'c'], one), settings({ seed: 5 }))
    await measureRounds(noting(['a', 'b', 'c'], other), settings({ seed: 5 }))
    expect(one).toEqual(other)
  })

  it('keep the time that a subject says it took, not that of starting it', async () => {
    const { iterations } = await measureRounds(noting(['a'], []), settings())
    expect(startsOf(iterations.get('a'))).toEqual([2, 3, 4])
  })

  it('end when enough is known of all, after the least of rounds', async () => {
    const all = settings({ findSettled: () => new Set(['a', 'b']) })
    const { rounds, endedBy } = await measureRounds(noting(['a', 'b'], []), all)
    expect({ rounds, endedBy }).toEqual({ rounds: 2, endedBy: 'narrow' })
  })

  it('are as many as were asked for, however much is known before', async () => {
    const asked = settings({ rule: { ...rule, leastRounds: 3 }, findSettled: () => new Set(['a']) })
    const { rounds, endedBy } = await measureRounds(noting(['a'], []), asked)
    expect({ rounds, endedBy }).toEqual({ rounds: 3, endedBy: 'rounds' })
  })

  it('leave out what is known well enough, and go on with the rest', async () => {
    const heard: string[] = []
    const { iterations, rounds, endedBy } = await measureRounds(
      noting(['a', 'b'], []),
      settings({
        rule: { ...rule, mostRounds: 9 },
        findSettled: (measured) => new Set(measured.rounds < 4 ? ['a'] : ['a', 'b']),
        onRound: (round, names) => heard.push(`${round}: ${names.join(' ')}`),
      }),
    )
    expect({ rounds, endedBy }).toEqual({ rounds: 4, endedBy: 'narrow' })
    expect(heard).toEqual(['0: a b', '1: a b', '2: a b', '3: b', '4: b'])
    expect(iterations.get('a')?.map((iteration) => iteration !== undefined)).toEqual([true, true, false, false])
    expect(iterations.get('b')?.every((iteration) => iteration !== undefined)).toBe(true)
  })

  it('leave a place where a subject failed, and give one up that fails again and again', async () => {
    let tries = 0
    const failing: Subject<Iteration> = {
      name: 'b',
      iterate: async () => {
        tries += 1
        throw new Error(`it ended with ${tries}`)
      },
    }
    const { iterations, problems, rounds } = await measureRounds([...noting(['a'], []), failing], settings())
    expect(startsOf(iterations.get('a'))).toEqual([2, 3, 4])
    expect(startsOf(iterations.get('b'))).toEqual([undefined, undefined, undefined])
    expect({ rounds, tries, problem: problems.get('b') }).toEqual({ rounds: 3, tries: 2, problem: 'it ended with 2' })
  })

  it('end where nothing is left to measure', async () => {
    const failing = { name: 'a', iterate: () => Promise.reject(new Error('gone')) }
    const most = { ...rule, mostRounds: 100 }
    expect(await measureRounds([failing], settings({ rule: most }))).toMatchObject({ rounds: 1, endedBy: 'rounds' })
  })

  it('keep what was measured when they are stopped half-way', async () => {
    const stopping = new AbortController()
    let begun = 0
    const subject: Subject<Iteration> = {
      name: 'a',
      iterate: async () => {
        begun += 1
        if (begun === 3) stopping.abort()
        return { durations: new Map([['start', [begun]]]) }
      },
    }
    const result = await measureRounds([subject], settings({ signal: stopping.signal }))
    expect(result).toMatchObject({ rounds: 1, endedBy: 'stopped' })
    expect(startsOf(result.iterations.get('a'))).toEqual([2])
  })
})
