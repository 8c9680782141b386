import { expect, it } from 'vitest'
import { openPatterns } from '../../../src/run/patterns.ts'

it.each([
  ['foo$', 'foo\n', 'absent'],
  ['(?m)foo$', 'foo\nbar', 'found'],
  ['(?i)K', 'k', 'found'],
  ['[[:alpha:]]+\\z', 'zó', 'absent'],
  ['\\pL+\\z', 'zó', 'found'],
  ['(?P<name>x)y', 'xy', 'found'],
  ['a.c', 'a\nc', 'absent'],
  ['(a*)*b', 'a'.repeat(100_000), 'absent'],
])('a pattern is what it is in Go, case %#', async (pattern, text, expected) => {
  const patterns = openPatterns()
  expect(await patterns.search(pattern, text)).toBe(expected)
  await patterns.close()
})

it.each(['(', '(?<=x)y', '\\1', 'a{1001}', '\\Z', 'a'.repeat(20_000)])(
  'what is none is a problem, case %#',
  async (pattern) => {
    const patterns = openPatterns()
    expect(await patterns.search(pattern, 'a')).toEqual({ problem: expect.any(String) })
    await patterns.close()
  },
)

it('one that would take hours is given up, and the next is looked for', async () => {
  const patterns = openPatterns(1000)
  const text = `${'ab'.repeat(500_000)}c`
  expect(await patterns.search('[ab]{1,1000}[^c]{500,1000}c$', text)).toEqual({
    problem: 'it was not found out within 1 s',
  })
  await patterns.close()
  const others = openPatterns()
  const [found, absent] = await Promise.all([others.search('a', 'a'), others.search('b', 'a')])
  expect([found, absent]).toEqual(['found', 'absent'])
  await others.close()
})
