import { describe, expect, it } from 'vitest'
import type { RingResult } from '../../../scripts/ring-result.ts'
import { formatSummary, summarizeRings } from '../../../scripts/test-summary.ts'

const rings: readonly RingResult[] = [
  { name: 'unit', passed: 12, failures: [], skipped: [] },
  {
    name: 'e2e',
    passed: 3,
    failures: [{ title: 'a.test.ts > starts', reason: 'expected 1 to be 2' }],
    skipped: [{ title: 'b.test.ts > serves', reason: 'no engine' }],
  },
]

describe('the summary of a test run', () => {
  it('counts the cases of all rings', () => {
    expect(formatSummary(summarizeRings(rings, { allowSkips: true }))).toBe('15 passed, 1 failed')
  })

  it('counts a skipped test as failed where skipping is not allowed', () => {
    const summary = summarizeRings(rings, { allowSkips: false })
    expect(formatSummary(summary)).toBe('15 passed, 2 failed')
    expect(summary.lines).toContain('SKIPPED (1), counted as failed')
  })

  it('lists every failed and every skipped test with its reason', () => {
    const { lines } = summarizeRings(rings, { allowSkips: true })
    expect(lines).toEqual([
      'FAILED (1)',
      '  e2e: a.test.ts > starts\n      expected 1 to be 2',
      'SKIPPED (1), not run here',
      '  e2e: b.test.ts > serves\n      no engine',
    ])
  })

  it('is silent about a clean run', () => {
    expect(summarizeRings(rings.slice(0, 1), { allowSkips: false }).lines).toEqual([])
  })
})
