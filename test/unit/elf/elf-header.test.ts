import { describe, expect, it } from 'vitest'
import { isElf, readElfHeader } from '../../../src/elf/elf-header.ts'
import { writeProbe } from '../../../src/elf/probe.ts'
import { elfFile } from './elf-file.ts'

const text = (value: string): Uint8Array => new TextEncoder().encode(value)
const loader = '/lib64/ld-linux-x86-64.so.2'
const dynamic = {
  wordBits: 64,
  byteOrder: 'little',
  machine: 62,
  type: 3,
  segments: [
    { type: 6, offset: 64, sizeBytes: 56 },
    { type: 3, offset: 64 + 2 * 56, sizeBytes: loader.length + 1 },
  ],
  content: text(`${loader}\0`),
} as const

describe('the ELF header reader', () => {
  it.each([
    { wordBits: 64, byteOrder: 'little' },
    { wordBits: 64, byteOrder: 'big' },
    { wordBits: 32, byteOrder: 'little' },
    { wordBits: 32, byteOrder: 'big' },
  ] as const)('reads a $wordBits-bit $byteOrder-endian file', ({ wordBits, byteOrder }) => {
    const header = readElfHeader(elfFile({ wordBits, byteOrder, machine: 0x1234, flags: 0xfedc_ba98 }))
    expect(header).toStrictEqual({
      wordBits,
      byteOrder,
      type: 'executable',
      machine: 0x1234,
      osAbi: 3,
      flags: 0xfedc_ba98,
      segments: [],
      truncated: false,
    })
  })

  it.each([
    [1, 'relocatable'],
    [2, 'executable'],
    [3, 'shared'],
    [4, 'core'],
    [0xfe00, 'other'],
  ] as const)('names type %i %s', (type, name) => {
    expect(readElfHeader(elfFile({ wordBits: 64, byteOrder: 'little', machine: 62, type }))?.type).toBe(name)
  })

  it('reads the loader a dynamic program asks for', () => {
    expect(readElfHeader(elfFile(dynamic))).toMatchObject({ interpreter: loader, truncated: false })
  })

  it('reads the loader of a 32-bit big-endian program', () => {
    const file = elfFile({
      wordBits: 32,
      byteOrder: 'big',
      machine: 20,
      segments: [{ type: 3, offset: 84, sizeBytes: 16 }],
      content: text('/lib/ld.so.1\0???'),
    })
    expect(readElfHeader(file)?.interpreter).toBe('/lib/ld.so.1')
  })

  it('says that a file is cut when its loader lies beyond the bytes', () => {
    const header = readElfHeader(elfFile(dynamic).subarray(0, 190))
    expect(header).toMatchObject({ truncated: true, machine: 62 })
    expect(header?.interpreter).toBeUndefined()
    expect(header?.segments).toHaveLength(2)
  })

  it('says that a file is cut when its segment table lies beyond the bytes', () => {
    expect(readElfHeader(elfFile(dynamic).subarray(0, 100))).toMatchObject({ truncated: true, segments: [] })
  })

  it('takes no loader with a name no kernel would open', () => {
    const file = elfFile({
      ...dynamic,
      segments: [{ type: 3, offset: 120, sizeBytes: 5000 }],
      content: new Uint8Array(6000).fill(0x61),
    })
    expect(readElfHeader(file)?.interpreter).toBeUndefined()
  })

  it('reads as many segments as the bytes hold, whatever the table says', () => {
    const header = readElfHeader(elfFile({ ...dynamic, segmentCount: 0xffff }))
    expect(header?.truncated).toBe(true)
    expect(header?.segments.length).toBeLessThan(4)
  })

  it('reads no segments from a table with entries too small to be any', () => {
    const header = readElfHeader(elfFile({ ...dynamic, segmentEntryBytes: 1, segmentCount: 0xffff }))
    expect(header).toMatchObject({ segments: [], truncated: false })
  })

  it('reads no segments from a table at an offset no file reaches', () => {
    const header = readElfHeader(elfFile({ ...dynamic, segmentOffset: 0xffff_ffff_ffff_ffffn }))
    expect(header).toMatchObject({ segments: [], truncated: true })
  })

  it.each([
    ['nothing', new Uint8Array()],
    ['a script', text('#!/bin/sh\n'.repeat(20))],
    ['the magic number alone', Uint8Array.of(0x7f, 0x45, 0x4c, 0x46)],
    ['an unknown word size', elfFile(dynamic).with(4, 3)],
    ['an unknown byte order', elfFile(dynamic).with(5, 0)],
    ['a header that is cut', elfFile(dynamic).subarray(0, 63)],
    ['another magic number', elfFile(dynamic).with(0, 0x7e)],
  ])('finds no header in %s', (_name, bytes) => {
    expect(readElfHeader(bytes)).toBeUndefined()
  })

  it('reads from the middle of a buffer', () => {
    const file = elfFile(dynamic)
    const buffer = new Uint8Array(file.length + 7)
    buffer.set(file, 7)
    expect(readElfHeader(buffer.subarray(7))?.interpreter).toBe(loader)
  })

  it('survives every prefix of a program, and every byte of it set to its extremes', () => {
    const files = [elfFile(dynamic), writeProbe({ os: 'linux', architecture: 's390x' }).subarray(0, 200)]
    for (const file of files) {
      for (let size = 0; size <= file.length; size++) expect(() => readElfHeader(file.subarray(0, size))).not.toThrow()
      for (let index = 0; index < file.length; index++)
        for (const value of [0, 1, 0x7f, 0x80, 0xff]) expect(() => readElfHeader(file.with(index, value))).not.toThrow()
    }
  })

  it('recognises a file by its first four bytes', () => {
    expect(isElf(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46))).toBe(true)
    expect(isElf(Uint8Array.of(0x7f, 0x45, 0x4c))).toBe(false)
  })
})
