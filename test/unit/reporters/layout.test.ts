import { describe, expect, it } from 'vitest'
import { renderTable } from '../../../reporters/text-table.ts'
import { wrapText } from '../../../reporters/wrap.ts'
import { colored, plain } from './sample-report.ts'

describe('a table', () => {
  it('aligns columns by what is seen', () => {
    const rows = [
      [{ text: 'a' }, { text: '1', align: 'right' as const }, { text: 'x' }],
      [{ text: '日本' }, { text: '100', align: 'right' as const }, { text: 'y' }],
    ]
    expect(renderTable(plain, rows)).toEqual(['a       1  x', '日本  100  y'])
  })

  it('leaves out columns that are empty and blanks at the end', () => {
    const rows = [
      [{ text: 'a' }, { text: '' }, { text: 'b' }],
      [{ text: 'aa' }, { text: '' }, { text: '' }],
    ]
    expect(renderTable(plain, rows, '> ')).toEqual(['> a   b', '> aa'])
  })

  it('does not count colours', () => {
    const rows = [
      [{ text: 'a', color: 'red' as const }, { text: 'b' }],
      [{ text: 'aaa' }, { text: 'b' }],
    ]
    expect(renderTable(colored, rows)).toEqual(['\u001b[31ma\u001b[39m    b', 'aaa  b'])
  })

  it('may have no rows, or rows of different length', () => {
    expect(renderTable(plain, [])).toEqual([])
    expect(renderTable(plain, [[{ text: 'a' }], [{ text: 'b' }, { text: 'c' }]])).toEqual(['a', 'b  c'])
  })
})

describe('a text in lines', () => {
  it.each([
    ['short', 40, '', ['short']],
    ['one two three four five', 20, '', ['one two three four', 'five']],
    ['one two three four five', 20, '  ', ['  one two three four', '  five']],
    [`${'x'.repeat(50)} y`, 20, '', ['x'.repeat(50), 'y']],
    ['日本語 日本語 日本語 日本語', 20, '', ['日本語 日本語 日本語', '日本語']],
    ['', 20, '', ['']],
  ] as const)('%j in %i columns', (text, columns, indent, lines) => {
    expect(wrapText(text, columns, indent)).toEqual(lines)
  })
})
