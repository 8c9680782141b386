const plain = /^[\u0020-\u007e]*$/
const invisible = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]+$/u
const emoji = /^(?:\p{Emoji_Presentation}|\p{Regional_Indicator}{2}|.\ufe0f)/u

/**
 * East Asian wide and full-width blocks.
 * https://www.unicode.org/reports/tr11/
 */
const wideRanges: readonly (readonly [first: number, last: number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x17000, 0x18cff],
  [0x1b000, 0x1b2ff],
  [0x20000, 0x3fffd],
]

let segmenter: Intl.Segmenter | undefined

/** True for printable ASCII: every character is one column wide. */
export function isPlain(text: string): boolean {
  return plain.test(text)
}

/** What a reader takes for the characters of a text. */
export function* splitGraphemes(text: string): Generator<string> {
  if (isPlain(text)) {
    yield* text
    return
  }
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  for (const { segment } of segmenter.segment(text)) yield segment
}

/** How many columns of a terminal a text takes, by the usual rules; it must hold no control characters. */
export function displayWidth(text: string): number {
  if (isPlain(text)) return text.length
  let columns = 0
  for (const grapheme of splitGraphemes(text)) columns += graphemeWidth(grapheme)
  return columns
}

/** How many columns one grapheme takes: none, one or two. */
export function graphemeWidth(grapheme: string): 0 | 1 | 2 {
  if (isPlain(grapheme)) return grapheme === '' ? 0 : 1
  if (invisible.test(grapheme)) return 0
  const code = grapheme.codePointAt(0) ?? 0
  return emoji.test(grapheme) || wideRanges.some(([first, last]) => code >= first && code <= last) ? 2 : 1
}
