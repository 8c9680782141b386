import { describe, expect, it } from 'vitest'
import { displayWidth } from '../../../src/report/display-width.ts'
import { escapeControl } from '../../../src/report/escape.ts'

describe('a text from outside, shown on one line', () => {
  it.each([
    ['plain', 'plain'],
    ['', ''],
    ['two\nlines', 'two\\nlines'],
    ['\r\n\ttab', '\\r\\n\\ttab'],
    ['\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
    ['\u001b]0;title\u0007', '\\x1b]0;title\\x07'],
    ['nul\0', 'nul\\x00'],
    ['del\u007f', 'del\\x7f'],
    ['c1 \u009b31m', 'c1 \\x9b31m'],
    ['next line \u0085', 'next line \\x85'],
    ['\u2028\u2029', '\\u{2028}\\u{2029}'],
    ['exe.\u202egnp', 'exe.\\u{202e}gnp'],
    ['\u202a\u202b\u202c\u202d', '\\u{202a}\\u{202b}\\u{202c}\\u{202d}'],
    ['\u2066a\u2069', '\\u{2066}a\\u{2069}'],
    ['\u200e\u200f\u061c', '\\u{200e}\\u{200f}\\u{61c}'],
    ['\ufeffbom', '\\u{feff}bom'],
    ['lone \ud800 half', 'lone \\u{d800} half'],
    ['grüße 日本語 👩‍👩‍👧 🇩🇪', 'grüße 日本語 👩‍👩‍👧 🇩🇪'],
    ['a<b> & "c" \\', 'a<b> & "c" \\'],
  ])('%j is shown as %j', (text, shown) => {
    expect(escapeControl(text)).toBe(shown)
  })

  it('holds no control character and no line break, whatever it was made of', () => {
    const everything = Array.from({ length: 0x3000 }, (_, code) => String.fromCodePoint(code)).join('')
    expect(escapeControl(everything, 1e6)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u)
  })
})

describe('a text that is too long', () => {
  it.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdefg', 6, 'abcde…'],
    ['abcdef', 1, '…'],
    ['abcdef', 0, ''],
    ['日本語', 6, '日本語'],
    ['日本語', 5, '日本…'],
    ['日本語', 4, '日…'],
    ['👩‍👩‍👧👩‍👩‍👧', 3, '👩‍👩‍👧…'],
    ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
    ['🇩🇪🇫🇷🇪🇸', 5, '🇩🇪🇫🇷…'],
    ['ab\n\n\n', 5, 'ab\\n…'],
  ])('%j in %i columns is %j', (text, columns, shown) => {
    expect(escapeControl(text, columns)).toBe(shown)
    expect(displayWidth(escapeControl(text, columns))).toBeLessThanOrEqual(columns)
  })

  it('may be a megabyte of anything', () => {
    expect(escapeControl('x'.repeat(1e6), 10)).toBe('xxxxxxxxx…')
    expect(escapeControl('\n'.repeat(1e6), 10)).toBe('\\n\\n\\n\\n\\…')
    expect(escapeControl(`a${'\u0301'.repeat(1e6)}`, 10)).toBe('\ufffd…')
    expect(escapeControl('👩‍👩‍👧'.repeat(1e5), 10)).toBe('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧…')
  })
})

describe('the width of a text', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['äöü', 3],
    ['a\u0308', 1],
    ['日本', 4],
    ['한글', 4],
    ['ｗｉｄｅ', 8],
    ['👍', 2],
    ['👍🏽', 2],
    ['👩‍👩‍👧', 2],
    ['🇩🇪', 2],
    ['✓', 1],
    ['✗ …', 3],
    ['❤️', 2],
    ['─', 1],
    ['Привет', 6],
    ['مرحبا', 5],
    ['\u200b', 0],
  ])('%j takes %i columns', (text, columns) => {
    expect(displayWidth(text)).toBe(columns)
  })
})
