import { graphemeWidth, isPlain, splitGraphemes } from './display-width.ts'

/**
 * Everything that could move the cursor, change colours, start a line or turn the reading direction: C0, DEL and C1
 * controls, line and paragraph separators, bidirectional marks, overrides and isolates, deprecated format characters,
 * byte order mark, interlinear annotation, lone surrogates.
 */
const unsafe =
  // oxlint-disable-next-line no-control-regex -- finding them is the point
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu

/** A character with more combining marks than this is no writing system's. */
const maxGraphemeLength = 32

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/**
 * Makes any text safe for one line of a terminal or document: what is not printable becomes a visible escape (`\n`,
 * `\x1b`, `\u{202e}`), and what is wider than `maxLength` columns is cut between graphemes and ends in `…`.
 */
export function escapeControl(text: string, maxLength = 500): string {
  // Most texts are plain, and taking those apart is what a short command would wait for.
  if (text.length <= maxLength && isPlain(text)) return text
  // No grapheme that counts is longer: what lies behind cannot be shown, so a megabyte costs nothing.
  const head = text.slice(0, (maxLength + 1) * maxGraphemeLength)
  const escaped = head.replaceAll(unsafe, escapeCharacter)
  return truncate(escaped, maxLength, head.length < text.length)
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code > 0xff) return `\\u{${code.toString(16)}}`
  return short[character] ?? `\\x${code.toString(16).padStart(2, '0')}`
}

function truncate(text: string, maxLength: number, isHead: boolean): string {
  const kept: { grapheme: string; columns: number }[] = []
  let columns = 0
  for (const segment of splitGraphemes(text)) {
    const grapheme = segment.length > maxGraphemeLength ? '\ufffd' : segment
    const width = graphemeWidth(grapheme)
    columns += width
    if (columns > maxLength) return cut(kept, columns - width, maxLength)
    kept.push({ grapheme, columns: width })
  }
  return isHead ? cut(kept, columns, maxLength) : kept.map(({ grapheme }) => grapheme).join('')
}

/** Takes graphemes off the end until there is room for the ellipsis. */
function cut(kept: { grapheme: string; columns: number }[], columns: number, maxLength: number): string {
  if (maxLength < 1) return ''
  let width = columns
  while (width > maxLength - 1) width -= kept.pop()?.columns ?? width
  return `${kept.map(({ grapheme }) => grapheme).join('')}…`
}
