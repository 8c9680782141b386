import { describe, expect, it } from 'vitest'
import { createElfWindow, type ElfWindow, type ElfWindowWishes } from '../../../src/elf/elf-window.ts'

const kibibyte = 1024
const headBytes = 512 * kibibyte
const tailBytes = 256 * kibibyte

/** Bytes that tell their place. */
function numbered(sizeBytes: number): Buffer {
  const bytes = Buffer.alloc(sizeBytes)
  for (let at = 0; at + 4 <= sizeBytes; at += 4) bytes.writeUInt32BE(at, at)
  return bytes
}

function pass(bytes: Buffer, pieceBytes: number, wishes: ElfWindowWishes = { ranges: [] }): ElfWindow {
  const window = createElfWindow(() => wishes)
  for (let at = 0; at < bytes.byteLength; at += pieceBytes) window.push(bytes.subarray(at, at + pieceBytes))
  return window
}

function expectRange(window: ElfWindow, bytes: Buffer, offset: number, sizeBytes: number): void {
  const read = window.read({ offset, sizeBytes })
  expect(read === undefined ? undefined : Buffer.compare(read, bytes.subarray(offset, offset + sizeBytes))).toBe(0)
}

const large = numbered(2000 * kibibyte)
const pieces = [1000, 4096, 65_536, headBytes, headBytes + 1, large.byteLength]

describe('the window over a file that passes by', () => {
  it.each(pieces)('keeps the start and the end, in pieces of %i bytes', (pieceBytes) => {
    const window = pass(large, pieceBytes)
    expect(window.sizeBytes()).toBe(large.byteLength)
    expectRange(window, large, 0, headBytes)
    expectRange(window, large, large.byteLength - tailBytes, tailBytes)
    expect(window.read({ offset: headBytes, sizeBytes: 1 })).toBeUndefined()
    expect(window.read({ offset: large.byteLength - tailBytes - 1, sizeBytes: 1 })).toBeUndefined()
  })

  it.each(pieces)('keeps ranges that were asked for, in pieces of %i bytes', (pieceBytes) => {
    const ranges = [
      { offset: 900 * kibibyte + 3, sizeBytes: 5000 },
      { offset: headBytes - 100, sizeBytes: 40_000 },
    ]
    const window = pass(large, pieceBytes, { ranges })
    for (const { offset, sizeBytes } of ranges) expectRange(window, large, offset, sizeBytes)
    expectRange(window, large, ranges[0]?.offset ?? 0, 10)
  })

  it('reads across the end of the start where the file is short enough', () => {
    const short = numbered(headBytes + 100 * kibibyte)
    const window = pass(short, 4096)
    expectRange(window, short, headBytes - 10, 20)
    expectRange(window, short, 0, short.byteLength)
  })

  it.each([1000, 4096, 65_536])('keeps what is around a mark, in pieces of %i bytes', (pieceBytes) => {
    const bytes = Buffer.concat([large])
    const at = [headBytes - 3, 700 * kibibyte, 719_998, 65_536 * 12 - 2]
    for (const place of at) bytes.write('landmark', place)
    const mark = { bytes: Buffer.from('landmark'), beforeBytes: 5, sizeBytes: 64 }
    const window = pass(bytes, pieceBytes, { ranges: [], mark })
    for (const place of at) expectRange(window, bytes, place - 5, 40)
  })

  it('reads nothing that lies outside the file', () => {
    const window = pass(numbered(100), 10)
    for (const range of [
      { offset: 90, sizeBytes: 11 },
      { offset: -1, sizeBytes: 2 },
      { offset: 0, sizeBytes: -1 },
      { offset: 2 ** 60, sizeBytes: 4 },
      { offset: Number.NaN, sizeBytes: 4 },
    ]) {
      expect(window.read(range)).toBeUndefined()
    }
  })

  it('keeps no range larger than 64 KiB, and no more than 32', () => {
    const many = Array.from({ length: 40 }, (_, index) => ({ offset: 800 * kibibyte + index * 64, sizeBytes: 64 }))
    const huge = { offset: 600 * kibibyte, sizeBytes: 65 * kibibyte }
    const window = pass(large, 65_536, { ranges: [huge, ...many] })
    expect(window.read(huge)).toBeUndefined()
    expect(many.filter((range) => window.read(range) !== undefined)).toHaveLength(32)
  })
})
