import { expect, test } from 'vitest'
import type { ProcessHoldings } from '../../soak/holdings.ts'
import { judgeSoak, renderSoak, type Soak, type SoakRun } from '../../soak/summary.ts'

function soak(count: number, held: (number: number) => Partial<ProcessHoldings>, parts: Partial<Soak> = {}): Soak {
  const runs = Array.from({ length: count }, (_, index): SoakRun => {
    const number = index + 1
    const all = { openFiles: 20, threads: 12, memoryBytes: 300e6, heapBytes: 50e6, ...held(number) }
    return { number, verdict: 'passed', platforms: [], errors: [], durationMs: 9000 + number, held: all }
  })
  return { runs, left: [], cores: 2, hasLoad: true, ...parts }
}

test('what settles after the first runs is no leak', () => {
  expect(judgeSoak(soak(50, (number) => ({ openFiles: number < 3 ? 10 : 30, heapBytes: 5e7 + number * 1e5 })))).toEqual(
    [],
  )
})

test.each<readonly [string, (number: number) => Partial<ProcessHoldings>, string]>([
  ['open files', (number) => ({ openFiles: 20 + number }), '45 open files more than after the first runs'],
  ['threads', (number) => ({ threads: 12 + number }), '45 threads more than after the first runs'],
  ['memory', (number) => ({ heapBytes: 5e7 + number * 2e6 }), 'the heap grows by 2.0 MB with every run'],
])('%s that grow with every run are a leak', (_, held, said) => {
  expect(judgeSoak(soak(50, held))).toEqual([said])
})

test('one run that did not pass, and one thing that was left, are too many', () => {
  const good = soak(3, () => ({}))
  const runs = good.runs.map((run) => (run.number === 2 ? { ...run, verdict: 'inconclusive' } : run))
  const bad = { ...good, runs, left: ['container abc'] }
  expect(judgeSoak(bad)).toEqual(['run 2 was inconclusive', 'container abc was left'])
  expect(renderSoak(bad).join('\n')).toContain('2 of 3 runs')
})
