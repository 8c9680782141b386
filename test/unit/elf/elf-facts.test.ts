import { describe, expect, it } from 'vitest'
import { writeProbe } from '../../../src/elf/probe.ts'
import { collect } from './collect.ts'
import { buildElf, dynamicSection, type ElfBuild } from './elf-build.ts'

const text = (value: string): Buffer => Buffer.from(value, 'latin1')
const mebibyte = 1024 * 1024

/** A library whose strings lie early and whose dynamic section lies wherever it is put. */
function library(dynamicAt: number, options: Partial<ElfBuild> = {}): Buffer {
  const { wordBits = 64, byteOrder = 'little' } = options
  const strings = text('\0libc.so.6\0libm.so.6\0libapp.so.1\0$ORIGIN/../lib:/opt/lib\0/old\0')
  const dynamic = dynamicSection(
    [
      [1, 1],
      [1, 11],
      [14, 21],
      [29, 33],
      [15, strings.indexOf('/old')],
      [5, 0x1000],
      [10, strings.byteLength],
    ],
    wordBits,
    byteOrder,
  )
  return buildElf({
    segments: [
      { type: 1, offset: 0, sizeBytes: dynamicAt + dynamic.byteLength },
      { type: 2, offset: dynamicAt, sizeBytes: dynamic.byteLength },
    ],
    pieces: [
      { at: 0x1000, bytes: strings },
      { at: dynamicAt, bytes: dynamic },
    ],
    ...options,
  })
}

describe('the facts of an ELF file', () => {
  it.each([0x2000, 3 * mebibyte])('name its libraries and search paths, with the dynamic section at %i', (at) => {
    expect(collect(library(at))).toMatchObject({
      architecture: 'amd64',
      type: 'shared',
      needed: ['libc.so.6', 'libm.so.6'],
      soname: 'libapp.so.1',
      runpath: ['$ORIGIN/../lib', '/opt/lib'],
      rpath: ['/old'],
      truncated: false,
    })
  })

  it('are read of 32-bit and of big-endian files', () => {
    const needed = ['libc.so.6', 'libm.so.6']
    expect(collect(library(0x2000, { wordBits: 32, machine: 3 }))).toMatchObject({ architecture: '386', needed })
    const s390x = library(0x2000, { machine: 22, byteOrder: 'big' })
    expect(collect(s390x)).toMatchObject({ architecture: 's390x', needed })
    const ppc = library(0x2000, { wordBits: 32, machine: 20, byteOrder: 'big' })
    expect(collect(ppc)).toMatchObject({ architecture: 'ppc', needed })
  })

  it.each([1, 7, 4096, 524_288, 524_289, 5 * mebibyte])('are the same in pieces of %i bytes', (pieceBytes) => {
    const bytes = library(600_000)
    expect(collect(bytes, pieceBytes)).toStrictEqual(collect(bytes, bytes.byteLength))
  })

  it('name the loader, near the start or far from it', () => {
    const loader = text('/lib64/ld-linux-x86-64.so.2\0')
    for (const at of [0x400, 2 * mebibyte]) {
      const bytes = buildElf({
        segments: [{ type: 3, offset: at, sizeBytes: loader.byteLength }],
        pieces: [
          { at, bytes: loader },
          { at: 3 * mebibyte, bytes: text('end') },
        ],
      })
      expect(collect(bytes)).toMatchObject({ interpreter: '/lib64/ld-linux-x86-64.so.2', truncated: false })
    }
  })

  it('say that something is missing where strings lie in the part that is not kept', () => {
    const strings = text('\0libc.so.6\0')
    const dynamic = dynamicSection([
      [1, 1],
      [5, mebibyte],
      [10, strings.byteLength],
    ])
    const bytes = buildElf({
      segments: [
        { type: 1, offset: 0, sizeBytes: 4 * mebibyte },
        { type: 2, offset: 0x1000, sizeBytes: dynamic.byteLength },
      ],
      pieces: [
        { at: 0x1000, bytes: dynamic },
        { at: mebibyte, bytes: strings },
        { at: 3 * mebibyte, bytes: text('end') },
      ],
    })
    expect(collect(bytes)).toMatchObject({ needed: [], truncated: true })
  })

  it('say that a file is cut', () => {
    expect(collect(library(0x2000).subarray(0, 0x1800))).toMatchObject({ architecture: 'amd64', truncated: true })
  })

  it('are of static programs too', () => {
    const facts = collect(writeProbe({ os: 'linux', architecture: 'riscv64' }))
    expect(facts).toMatchObject({ architecture: 'riscv64', type: 'executable', needed: [], truncated: false })
    expect(facts?.interpreter).toBeUndefined()
  })

  it('name an architecture nobody has unknown', () => {
    expect(collect(buildElf({ machine: 0xeef0 }))).toMatchObject({ architecture: 'unknown', machine: 0xeef0 })
  })

  it('are none of a file that only begins like one', () => {
    expect(collect(text('\x7fELF'))).toBeUndefined()
    expect(collect(text('\x7fELF\x07\x07 and then something else that is long enough for a header'))).toBeUndefined()
    expect(collect(new Uint8Array())).toBeUndefined()
  })

  it('survive a round trip through JSON', () => {
    const facts = collect(library(0x2000))
    expect(JSON.parse(JSON.stringify(facts))).toStrictEqual(facts)
  })
})
