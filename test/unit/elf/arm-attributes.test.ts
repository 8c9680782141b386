import { describe, expect, it } from 'vitest'
import { readArmAttributes } from '../../../src/elf/arm-attributes.ts'
import { collect } from './collect.ts'
import { buildElf } from './elf-build.ts'

/** The sections of real files: a shell for ARMv7, one for ARMv5, and libraries for ARMv6 and ARMv8. */
const sections = {
  v7: '413200000061656162690001280000000537 2d4100060a0741080109020a041204130114011501170318 0119011a021c012201',
  v5TE: '412a0000006165616269000120000000053554450006040801090112041301140115011703180119011a02',
  v6: '412800000061656162690001 1e00000005360006060801 09010a030c011204140115011703180 11a02',
  v8: '41340000006165616269000 12a00000005382d4100060e0741080109020a070c03120414011501170318011a021c0122012a014403',
} as const

function section(name: keyof typeof sections): Buffer {
  return Buffer.from(sections[name].replaceAll(' ', ''), 'hex')
}

describe('ARM build attributes', () => {
  it.each([
    ['v7', { cpuArch: 'v7', floatAbi: 'hard' }],
    ['v5TE', { cpuArch: 'v5TE' }],
    ['v6', { cpuArch: 'v6' }],
    ['v8', { cpuArch: 'v8', floatAbi: 'hard' }],
  ] as const)('of a real file for %s name its CPU', (name, expected) => {
    expect(readArmAttributes(section(name))).toStrictEqual(expected)
  })

  it('are read behind those of other vendors', () => {
    const other = Buffer.from('0c00000041434d450000cafe', 'hex')
    const both = Buffer.concat([Buffer.from('A'), other, section('v7').subarray(1)])
    expect(readArmAttributes(both).cpuArch).toBe('v7')
  })

  it('are read of big-endian files', () => {
    const swapped = section('v7')
    swapped.writeUInt32BE(swapped.readUInt32LE(1), 1)
    swapped.writeUInt32BE(swapped.readUInt32LE(12), 12)
    expect(readArmAttributes(swapped, 'big').cpuArch).toBe('v7')
  })

  it.each(['', '41', '42aabbccdd', '4100000000', '41ffffffff6165616269000 1', '410a0000006165616269'])(
    'say nothing where they are %s',
    (hex) => {
      expect(readArmAttributes(Buffer.from(hex.replaceAll(' ', ''), 'hex'))).toStrictEqual({})
    },
  )

  it('are found in a file whose debugging information lies behind them', () => {
    const at = 2_000_000
    const bytes = section('v7')
    const file = buildElf({
      machine: 40,
      wordBits: 32,
      type: 2,
      sections: [
        { name: '.ARM.attributes', type: 0x70000003, offset: at, sizeBytes: bytes.byteLength },
        { name: '.debug_info', type: 1, offset: at + bytes.byteLength, sizeBytes: 1_000_000 },
      ],
      pieces: [{ at, bytes }],
      sectionsAt: at + 1_100_000,
    })
    expect(collect(file)?.arm).toStrictEqual({ cpuArch: 'v7', floatAbi: 'hard' })
  })

  it('leave the float ABI to the flags where they are silent', () => {
    const bytes = section('v5TE')
    const file = buildElf({
      machine: 40,
      wordBits: 32,
      flags: 0x0500_0200,
      sections: [{ name: '.ARM.attributes', type: 0x70000003, offset: 0x100, sizeBytes: bytes.byteLength }],
      pieces: [{ at: 0x100, bytes }],
    })
    expect(collect(file)?.arm).toStrictEqual({ cpuArch: 'v5TE', floatAbi: 'soft' })
  })

  it('are absent of a file without any', () => {
    expect(collect(buildElf({ machine: 40, wordBits: 32, flags: 0x0500_0000 }))?.arm).toBeUndefined()
  })
})
