import { displayWidth } from '../src/report/display-width.ts'

/** The lines of a text broken between words, each with `indent` before it; a word longer than a line stays whole. */
export function wrapText(text: string, columns: number, indent = ''): readonly string[] {
  const room = Math.max(columns - indent.length, 20)
  const lines: string[] = []
  let line = ''
  let width = 0
  for (const word of text.split(' ')) {
    const wordWidth = displayWidth(word)
    if (line !== '' && width + 1 + wordWidth > room) {
      lines.push(line)
      line = word
      width = wordWidth
    } else {
      width += wordWidth + (line === '' ? 0 : 1)
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return [...lines, line].map((each) => `${indent}${each}`.trimEnd())
}
