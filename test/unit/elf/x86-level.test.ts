import { describe, expect, it } from 'vitest'
import { collect } from './collect.ts'
import { buildElf } from './elf-build.ts'

/** `NT_GNU_PROPERTY_TYPE_0` as GNU ld writes it for `-z x86-64-v2` and so on, the level's bits left to fill in. */
function propertyNote(bits: number): Buffer {
  const note = Buffer.from('040000001000000005000000474e5500028000c0040000000000000000000000', 'hex')
  note.writeUInt32LE(bits, 24)
  return note
}

function level(segmentType: number, note: Buffer): number | undefined {
  const at = 0x200
  const file = buildElf({
    segments: [{ type: segmentType, offset: at, sizeBytes: note.byteLength }],
    pieces: [{ at, bytes: note }],
  })
  return collect(file)?.x86Level
}

const notes = 4
const property = 0x6474e553

describe('the x86-64 level a file needs', () => {
  it.each([
    [0b0001, 1],
    [0b0011, 2],
    [0b0101, 3],
    [0b1001, 4],
    [0b1111, 4],
    [0b0000, undefined],
  ])('is told by the bits %i', (bits, expected) => {
    expect(level(property, propertyNote(bits))).toBe(expected)
    expect(level(notes, propertyNote(bits))).toBe(expected)
  })

  it('is found behind other notes and other properties', () => {
    const buildId = Buffer.from('040000000400000003000000474e5500deadbeef', 'hex')
    const shadowStack = '020000c0040000000300000000000000'
    const both = Buffer.from(`040000002000000005000000474e5500${shadowStack}028000c0040000000500000000000000`, 'hex')
    expect(level(notes, Buffer.concat([buildId, propertyNote(3)]))).toBe(2)
    expect(level(property, both)).toBe(3)
  })

  it.each([
    '',
    '0400',
    'ffffffffffffffff05000000474e5500',
    '04000000ffffff7f05000000474e5500028000c0',
    '040000001000000005000000474e5500028000c0ffffffff0300000000000000',
  ])('is unknown where the note is %s', (hex) => {
    expect(level(notes, Buffer.from(hex, 'hex'))).toBeUndefined()
  })
})
