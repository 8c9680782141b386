import { expect, test } from 'vitest'
import { readTextPattern } from '../../../src/config/text-pattern.ts'
import { openLogQuestion } from '../../../src/run/ask-log.ts'
import { keepLines } from '../../../src/run/kept-lines.ts'
import { findMatch } from '../../../src/run/match-text.ts'

test.each([
  ['a.c', ['abc', 'a.c'], 1],
  ['/a.c/', ['abc', 'a.c'], 0],
  ['/^READY$/i', ['not ready', 'ready'], 1],
  ['/x/', [], -1],
  ['/x/', ['y'], -1],
])('%s in %j is found at %i', (pattern, texts, position) => {
  expect(findMatch(readTextPattern(pattern), texts)).toBe(position)
})

test('a pattern that a text keeps busy is given up, and not tried again', () => {
  const pattern = readTextPattern('/^(a+)+$/')
  const tooSlow = expect.objectContaining({ code: 'limit-exceeded', message: expect.stringContaining('/^(a+)+$/') })
  expect(() => findMatch(pattern, ['a'.repeat(50) + 'b'])).toThrow(tooSlow)
  expect(() => findMatch(pattern, ['a'])).toThrow(tooSlow)
})

test('each line of a log is looked at once, and what was found stays', () => {
  const log = keepLines()
  log.add('starting')
  const ask = openLogQuestion(readTextPattern('/ready/'), log.since)
  expect(ask()).toEqual({ kind: 'none', reason: 'it wrote no line with /ready/' })
  log.add('  is ready\u001b[0m  ')
  log.add('ready again')
  expect(ask()).toEqual({ kind: 'good', proof: 'log line "is ready\\u001b[0m"' })
  expect(ask()).toMatchObject({ kind: 'good', proof: expect.stringContaining('is ready') })
})
