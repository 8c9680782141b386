import { describe, expect, it } from 'vitest'
import { quoteText } from '../../../src/oci/quote.ts'

describe('quoteText', () => {
  it.each([
    ['plain', '"plain"'],
    ['', '""'],
    ['ä€😀', '"ä€😀"'],
    ['say "hi" \\o/', '"say \\"hi\\" \\\\o/"'],
    ['a\nb\tc\r', '"a\\u000ab\\u0009c\\u000d"'],
    ['\u001b[31mred', '"\\u001b[31mred"'],
    ['\u009b31m', '"\\u009b31m"'],
    ['a\u0000b', '"a\\u0000b"'],
    ['evil\u202Etxt', '"evil\\u202etxt"'],
    ['zero\u200Bwidth', '"zero\\u200bwidth"'],
    ['line\u2028break', '"line\\u2028break"'],
    ['\uD800', '"\\ud800"'],
    ['tag\u{E0041}', '"tag\\u{e0041}"'],
  ])('shows %j as %s', (text, quoted) => {
    expect(quoteText(text)).toBe(quoted)
  })

  it('cuts what is too long, and says so', () => {
    expect(quoteText('x'.repeat(81))).toBe(`"${'x'.repeat(80)}…"`)
    expect(quoteText('x'.repeat(80))).toBe(`"${'x'.repeat(80)}"`)
    expect(quoteText('abcdef', 3)).toBe('"abc…"')
  })

  it('cuts half of a surrogate pair no worse than escaped', () => {
    expect(quoteText('ab😀', 3)).toBe('"ab\\ud83d…"')
  })
})
