import { expect, it } from 'vitest'
import { formatBytes, formatCount, formatElapsed, formatMs } from '../../../reporters/quantity.ts'

it.each([
  [0, '0 ms'],
  [0.4, '0 ms'],
  [412.4, '412 ms'],
  [999, '999 ms'],
  [1000, '1.00 s'],
  [1283, '1.28 s'],
  [9990, '9.99 s'],
  [9999, '10.0 s'],
  [12_345, '12.3 s'],
  [59_949, '59.9 s'],
  [59_951, '1 m 00 s'],
  [125_000, '2 m 05 s'],
  [3_600_000, '60 m 00 s'],
])('%f milliseconds are %s', (ms, text) => {
  expect(formatMs(ms)).toBe(text)
})

it.each([
  [-5, '0.0 s'],
  [0, '0.0 s'],
  [449, '0.4 s'],
  [12_345, '12.3 s'],
  [60_000, '1 m 00 s'],
])('%f milliseconds have gone by as %s', (ms, text) => {
  expect(formatElapsed(ms)).toBe(text)
})

it.each([
  [0, '0 B'],
  [812, '812 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [48_123_456, '48.1 MB'],
  [154_000_000, '154 MB'],
  [999_600_000, '1.0 GB'],
  [2_500_000_000_000, '2.5 TB'],
  [9e15, '9000 TB'],
])('%i bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})

it.each([
  [0, '0 platforms'],
  [1, '1 platform'],
  [2, '2 platforms'],
])('%i is %s', (count, text) => {
  expect(formatCount(count, 'platform')).toBe(text)
})
