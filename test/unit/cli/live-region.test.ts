import { describe, expect, it } from 'vitest'
import { asFrame, clipLine, eraseLines, rewriteLines } from '../../../src/cli/live-region.ts'
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

  it('are taken away row by row, as some terminals keep what is cleared at once', () => {
    const bytes = rewriteLines([], ['a', 'b', 'c']) + rewriteLines(['a', 'b', 'c'], ['a']) + eraseLines(['a'], 80)
    expect(bytes).not.toContain('\u001b[J')
    expect(showOnScreen(bytes, 80, 4)).toEqual([])
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

describe('a line that is too wide', () => {
  it.each([
    ['short', 10, 'short'],
    ['0123456789abc', 10, '0123456789'],
    ['\u001b[31m0123456789abc\u001b[39m', 10, '\u001b[31m0123456789\u001b[39m'],
    ['\u4f60\u597d\u4f60', 5, '\u4f60\u597d'],
    ['a\u001b[1mb\u001b[22mc', 2, 'a\u001b[1mb\u001b[22m'],
  ])('%j is cut at %i columns, and its colours end', (line, columns, cut) => {
    expect(clipLine(line, columns)).toBe(cut)
  })
})

it('a frame is shown as one, and no frame is nothing', () => {
  expect(asFrame('x')).toBe('\u001b[?2026hx\u001b[?2026l')
  expect(asFrame('')).toBe('')
})
