import { describe, expect, it } from 'vitest'
import { canRewrite, formatLines, styleOf } from '../../../src/cli/presentation.ts'
import { readEnvironment, type Variables } from '../../../src/config/environment.ts'
import { ascii, plain } from '../reporters/sample-report.ts'
import { recordTerminal } from './recorded-terminal.ts'

describe('colours', () => {
  it.each<[boolean, Variables, boolean | undefined, boolean]>([
    [true, {}, undefined, true],
    [false, {}, undefined, false],
    [true, { NO_COLOR: '1' }, undefined, false],
    [false, { FORCE_COLOR: '1' }, undefined, true],
    [true, { FORCE_COLOR: '0' }, undefined, false],
    [true, { TERM: 'dumb' }, undefined, false],
    [true, { NO_COLOR: '1' }, true, true],
    [false, {}, true, true],
    [true, { FORCE_COLOR: '1' }, false, false],
  ])('on a terminal: %j, with %j and the flag %j: %j', (isTerminal, variables, flag, color) => {
    expect(styleOf(recordTerminal({ isTerminal }).stdout, readEnvironment(variables), flag).color).toBe(color)
  })
})

it.each([
  [true, 80, 80],
  [true, 300, 120],
  [true, 20, 40],
  [false, 80, 100],
])('on a terminal: %j, %i columns wide, lines have %i columns', (isTerminal, columns, width) => {
  expect(styleOf(recordTerminal({ isTerminal, columns }).stdout, readEnvironment({})).columns).toBe(width)
})

it.each<[boolean, Variables, boolean]>([
  [true, {}, true],
  [false, {}, false],
  [true, { TERM: 'dumb' }, false],
  [true, { CI: 'true' }, false],
])('on a terminal: %j, with %j, lines can be rewritten: %j', (isTerminal, variables, can) => {
  expect(canRewrite(recordTerminal({ isTerminal }).stderr, readEnvironment(variables))).toBe(can)
})

it('what an output cannot show is written in ASCII', () => {
  expect(formatLines(['✓ a…', 'grün 日'], plain)).toBe('✓ a…\ngrün 日\n')
  expect(formatLines(['a…', 'grün 日'], ascii)).toBe('a...\ngr\\u{fc}n \\u{65e5}\n')
  expect(formatLines([], ascii)).toBe('')
})
