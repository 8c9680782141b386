import { describe, expect, it } from 'vitest'
import { eraseLines, rewriteLines } from '../../../src/cli/live-region.ts'
import { showOnScreen } from './screen-emulator.ts'

describe('lines that are rewritten', () => {
  it.each([
    [[], ['a', 'b']],
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    [
      ['a', 'b'],
      ['a', 'c'],
    ],
    [
      ['a', 'b'],
      ['x', 'b'],
    ],
    [
      ['longer line', 'b'],
      ['short', 'b'],
    ],
    [['a'], ['a', 'b', 'c']],
    [['a', 'b', 'c'], ['a']],
    [['a', 'b', 'c'], []],
    [
      ['a', 'b', 'c'],
      ['b', 'c'],
    ],
    [[], []],
  ])('%j become %j', (previous, next) => {
    const bytes = `above\n${rewriteLines([], previous)}${rewriteLines(previous, next)}`
    expect(showOnScreen(bytes, 80)).toEqual(['above', ...next])
  })

  it('are not written again when they are the same', () => {
    expect(rewriteLines(['a', 'b'], ['a', 'b'])).toBe('')
    expect(rewriteLines(['first', 'b'], ['first', 'c'])).not.toContain('first')
  })

  it('can be taken away', () => {
    const lines = ['a', '\u001b[31mred\u001b[39m', 'c']
    const bytes = `above\n${rewriteLines([], lines)}${eraseLines(lines, 80)}below\n`
    expect(showOnScreen(bytes, 80)).toEqual(['above', 'below'])
  })

  it('can be taken away from a terminal that became narrower and broke them in two', () => {
    const lines = ['x'.repeat(25), 'short', `\u001b[31m${'y'.repeat(20)}\u001b[39m`]
    const bytes = `above\n${lines.map((line) => `${line}\n`).join('')}${eraseLines(lines, 10)}below\n`
    expect(showOnScreen(bytes, 10)).toEqual(['above', 'below'])
  })

  it('that are none leave nothing to take away', () => {
    expect(eraseLines([], 80)).toBe('')
  })
})
