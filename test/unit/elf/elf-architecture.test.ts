import { describe, expect, it } from 'vitest'
import { elfArchitecture } from '../../../src/elf/elf-architecture.ts'
import type { ElfHeader } from '../../../src/elf/elf-header.ts'

type Row = readonly [machine: number, wordBits: 32 | 64, byteOrder: 'little' | 'big', flags: number, name: string]

function header([machine, wordBits, byteOrder, flags]: Row | readonly [number, 32 | 64, 'little' | 'big', number]) {
  const fields: ElfHeader = {
    machine,
    wordBits,
    byteOrder,
    flags,
    type: 'executable',
    osAbi: 0,
    segments: [],
    truncated: false,
  }
  return fields
}

const named: readonly Row[] = [
  [62, 64, 'little', 0, 'amd64'],
  [62, 32, 'little', 0, 'amd64p32'],
  [3, 32, 'little', 0, '386'],
  [183, 64, 'little', 0, 'arm64'],
  [183, 64, 'big', 0, 'arm64be'],
  [40, 32, 'little', 0x0500_0400, 'arm'],
  [40, 32, 'big', 0x0500_0000, 'armbe'],
  [21, 64, 'little', 2, 'ppc64le'],
  [21, 64, 'big', 1, 'ppc64'],
  [20, 32, 'big', 0, 'ppc'],
  [22, 64, 'big', 0, 's390x'],
  [22, 32, 'big', 0, 's390'],
  [243, 64, 'little', 5, 'riscv64'],
  [243, 32, 'little', 1, 'riscv'],
  [8, 64, 'little', 0x8000_0007, 'mips64le'],
  [8, 64, 'big', 0x8000_0007, 'mips64'],
  [8, 32, 'little', 0x7000_1007, 'mipsle'],
  [8, 32, 'big', 0x7000_1007, 'mips'],
  [8, 32, 'little', 0x8000_0027, 'mips64p32le'],
  [8, 32, 'big', 0x8000_0027, 'mips64p32'],
  [258, 64, 'little', 0x43, 'loong64'],
  [2, 32, 'big', 0, 'sparc'],
  [18, 32, 'big', 0, 'sparc'],
  [43, 64, 'big', 2, 'sparc64'],
]

describe('the architecture of an ELF file', () => {
  it.each(named)('machine %i, %i-bit, %s-endian, flags %i is %s', (...row) => {
    expect(elfArchitecture(header(row)).architecture).toBe(row[4])
  })

  it.each([
    [62, 64, 'big'],
    [243, 64, 'big'],
    [183, 32, 'little'],
    [247, 64, 'little'],
    [50, 64, 'little'],
    [0xbeef, 64, 'little'],
    [0, 64, 'little'],
  ] as const)('machine %i, %i-bit, %s-endian is of no platform', (machine, wordBits, byteOrder) => {
    expect(elfArchitecture(header([machine, wordBits, byteOrder, 0])).architecture).toBeUndefined()
  })

  it('is described for people, known or not', () => {
    expect(elfArchitecture(header([183, 64, 'little', 0])).description).toBe('AArch64, 64-bit, little-endian')
    expect(elfArchitecture(header([0xbeef, 32, 'big', 0])).description).toBe('machine 0xbeef, 32-bit, big-endian')
  })

  it.each([
    [40, 0x0500_0400, 'hard'],
    [40, 0x0500_0200, 'soft'],
    [40, 0x0500_0000, undefined],
    [243, 0x5, 'hard'],
    [243, 0x1, 'soft'],
    [62, 0x400, undefined],
  ] as const)('machine %i with flags %i passes floating point %s', (machine, flags, floatAbi) => {
    expect(elfArchitecture(header([machine, 64, 'little', flags])).floatAbi).toBe(floatAbi)
  })
})
