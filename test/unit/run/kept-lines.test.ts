import { expect, test } from 'vitest'
import { keepLines } from '../../../src/run/kept-lines.ts'

test('a short log is kept as it is', () => {
  const kept = keepLines()
  for (const line of ['one', '', 'three']) kept.add(line)
  expect(kept.all()).toEqual(['one', '', 'three'])
})

test('of a long log the first and the last lines are kept, and what is missing between them is said', () => {
  const kept = keepLines({ length: 40 })
  for (let count = 0; count < 100_000; count++) kept.add(`line ${String(count).padStart(5, '0')}`)
  expect(kept.all()).toEqual([
    'line 00000',
    'line 00001',
    'line 00002',
    '[99994 lines, 1075 KiB, left out here]',
    'line 99997',
    'line 99998',
    'line 99999',
  ])
})

test('a flood of a gigabyte takes a megabyte', () => {
  const kept = keepLines()
  const line = 'x'.repeat(1023)
  for (let count = 0; count < 1024 * 1024; count++) kept.add(line)
  const size = kept.all().reduce((sum, it) => sum + it.length + 1, 0)
  expect(size).toBeLessThan(1.1 * 1024 ** 2)
  expect(kept.all()).toContain('[1047552 lines, 1023 MiB, left out here]')
})

test('a line that is longer than all that is kept is kept while it is the last', () => {
  const kept = keepLines({ length: 10 })
  for (const line of ['x'.repeat(100), 'end']) kept.add(line)
  expect(kept.all()).toEqual(['[1 line, 1 KiB, left out here]', 'end'])
})

test('who asks from where it was finds each line once, as far as it was kept', () => {
  const kept = keepLines({ length: 40 })
  const found: string[] = []
  let position = 0
  const ask = (): void => {
    const { lines, next } = kept.since(position)
    found.push(...lines)
    position = next
  }
  for (const line of ['one', 'two']) kept.add(line)
  ask()
  ask()
  for (let count = 0; count < 10; count++) kept.add(`line ${String(count).padStart(5, '0')}`)
  ask()
  kept.add('end')
  ask()
  expect(found).toEqual(['one', 'two', 'line 00000', 'line 00001', 'line 00007', 'line 00008', 'line 00009', 'end'])
})
