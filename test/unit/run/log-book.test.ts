import { expect, test } from 'vitest'
import { openLogBook } from '../../../src/run/log-book.ts'

function newsOf(lines: readonly string[]): readonly boolean[] {
  const book = openLogBook()
  return lines.map((text) => {
    const before = performance.now()
    while (performance.now() === before) continue
    book.add({ stream: 'stdout', text, atMs: 0 })
    return book.lastNewsAtMs() === book.lastLineAtMs()
  })
}

test('a line is news when it differs in more than its times and counts', () => {
  expect(
    newsOf(['10:00:01 loading', '10:00:02 loading', 'retry 1 in 5 s', 'retry 2 in 10 s', '10:00:03 ready']),
  ).toEqual([true, false, true, false, true])
})

test('a share of the whole that grows is news', () => {
  expect(newsOf(['import: 10%', 'import: 20%', 'import: 20%', 'import: 22.5 %'])).toEqual([true, true, false, true])
})
