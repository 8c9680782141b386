import { describe, expect, it } from 'vitest'
import { measureComparison } from '../../bench/measure.ts'
import { renderTables } from '../../bench/table.ts'
import type { Contender } from '../../bench/contender.ts'

/** A contender that takes the given milliseconds, one after another. */
function slow(name: string, ...takes: number[]): Contender {
  const next = takes.values()
  const finished = { pid: 1, exitCode: 0, signal: undefined, stdout: '', stderr: '' }
  return { name, run: async () => ({ ...finished, durationMs: next.next().value ?? Number.NaN }) }
}

const options = { rounds: 3, warmupRounds: 0, say: () => {} }

describe('the tables', () => {
  it('show the ratio of each round in the middle, its spread and whether the goal is met', async () => {
    const peer = { ...slow('the other', 100, 200, 400), goal: 0.75 }
    const comparison = { name: 'a', task: 'do it', ours: slow('ours', 50, 160, 120), peers: [peer], rounds: 9 }
    const lines = renderTables([await measureComparison(comparison, options)], [])
    expect(lines[2]).toBe('| do it | 120 ms |  | the other | 200 ms | **0.50** ± 0.20 | 0.30 to 0.80 | 0.75 ✓ |')
  })

  it('mark what exceeds its limit', async () => {
    const ours = slow('ours', 1100, 1200, 1300)
    const comparison = {
      name: 'a',
      task: 'do it',
      ours,
      peers: [slow('it', 1000, 1000, 1000)],
      rounds: 9,
      limitMs: 1000,
    }
    const footprint = { name: 'a', task: 'hold it', args: [], limitBytes: 250_000_000 }
    const lines = renderTables([await measureComparison(comparison, options)], [{ footprint, peakBytes: 260_000_000 }])
    expect(lines[2]).toContain('| do it | 1.20 s | 1.00 s ✗ | it | 1.00 s |')
    expect(lines.at(-2)).toBe('| hold it | 260 MB | 250 MB ✗ |')
  })
})
