import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { elfArchitecture } from '../../../src/elf/elf-architecture.ts'
import { readElfHeader } from '../../../src/elf/elf-header.ts'
import { answerHttp } from '../../../src/elf/http-program.ts'
import { hasProbe, probeRevision, writeProbe, writeProgram } from '../../../src/elf/probe.ts'
import type { Program } from '../../../src/elf/program.ts'
import { exitWith, print } from '../../../src/elf/programs.ts'

const architectures = ['amd64', '386', 'arm64', 'arm', 'ppc64le', 's390x', 'riscv64', 'mips64le', 'mips64', 'loong64']

/** The code of a program that ends with 7, as a disassembler shows it. */
const exitCode: Readonly<Record<string, string>> = {
  amd64: 'bf07000000 b8e7000000 0f05',
  '386': 'bb07000000 b8fc000000 cd80',
  arm64: 'd28000e0 f2a00000 d2800bc8 d4000001',
  arm: 'e3a00007 e3800c00 e3800800 e3800400 e3a070f8 e3877c00 e3877800 e3877400 ef000000',
  ppc64le: '3c600000 60630007 380000ea 44000002',
  s390x: 'c02f00000007 a71900f8 0a00',
  riscv64: '00000537 0075051b 05e00893 00000073',
  mips64le: '3c040000 34840007 64021455 0000000c',
  mips64: '3c040000 34840007 64021455 0000000c',
  loong64: '14000004 03801c84 02c1780b 002b0000',
}

describe('the program writer', () => {
  it.each(architectures)('writes a static program for linux/%s', (architecture) => {
    const file = writeProbe({ os: 'linux', architecture })
    const header = readElfHeader(file)
    expect(header).toMatchObject({ type: 'executable', truncated: false })
    expect(header?.interpreter).toBeUndefined()
    if (header !== undefined) expect(elfArchitecture(header).architecture).toBe(architecture)
    expect(file.length).toBeLessThan(2048)
  })

  it.each(architectures)(
    'loads the linux/%s program where pages of any size are, without writable code',
    (architecture) => {
      const file = writeProbe({ os: 'linux', architecture })
      const [load, stack] = readElfHeader(file)?.segments ?? []
      expect(load).toMatchObject({
        type: 1,
        flags: 5,
        offset: 0,
        fileSizeBytes: file.length,
        memorySizeBytes: file.length,
      })
      expect(load?.alignBytes).toBe(0x10000)
      expect((load?.address ?? 1) % 0x10000).toBe(0)
      expect(stack?.flags).toBe(6)
    },
  )

  it.each(Object.entries(exitCode))('says "end with 7" in the machine code of %s', (architecture, words) => {
    const file = writeProgram({ os: 'linux', architecture }, exitWith(7))
    const wide = readElfHeader(file)?.wordBits === 64
    const little = !['mips64', 's390x', 'amd64', '386'].includes(architecture)
    const code = words.split(' ').map((word) => Buffer.from(word, 'hex'))
    const expected = Buffer.concat(code.map((word) => (little ? word.toReversed() : word)))
    expect(Buffer.from(file).subarray(wide ? 176 : 128, (wide ? 176 : 128) + expected.length)).toStrictEqual(expected)
  })

  it('gives all variants of an architecture the same program', () => {
    const v5 = writeProbe({ os: 'linux', architecture: 'arm', variant: 'v5' })
    expect(writeProbe({ os: 'linux', architecture: 'arm', variant: 'v7' })).toStrictEqual(v5)
  })

  it('declares arm programs as soft-float code of the current ABI, which every variant runs', () => {
    expect(readElfHeader(writeProbe({ os: 'linux', architecture: 'arm' }))?.flags).toBe(0x0500_0200)
  })

  it('counts a revision for every change of the known-good programs, since their answers are remembered', () => {
    const hash = createHash('sha256')
    for (const architecture of architectures) hash.update(writeProbe({ os: 'linux', architecture }))
    // When the bytes changed: raise the revision, and put both here.
    expect({ revision: probeRevision, digest: hash.digest('hex') }).toStrictEqual({
      revision: 1,
      digest: '9caad5d1cbfdb5536818a7f4cce58b55691a2a94f3778772c58f3b6744aea695',
    })
  })

  it('keeps texts once, each with a zero after it', () => {
    const program: Program = [
      { kind: 'measure', text: { text: 'twice' } },
      { kind: 'measure', text: { text: 'twice' } },
    ]
    const file = Buffer.from(writeProgram({ os: 'linux', architecture: 'arm64' }, program)).toString('latin1')
    expect(file.split('twice\0')).toHaveLength(2)
  })

  it('puts what a program prints, and answers, into it', () => {
    const platform = { os: 'linux', architecture: 'riscv64' }
    expect(Buffer.from(writeProgram(platform, print({ stdout: 'größer\n' }))).includes('größer\n')).toBe(true)
    const server = Buffer.from(writeProgram(platform, answerHttp({ port: 5000, body: 'größer', status: 503 })))
    expect(server.includes('HTTP/1.1 503 ')).toBe(true)
    expect(server.includes('Content-Length: 8\r\n')).toBe(true)
  })

  it('refuses a jump to a label the program does not have', () => {
    const program: Program = [{ kind: 'jump', label: 'nowhere' }]
    expect(() => writeProgram({ os: 'linux', architecture: 'amd64' }, program)).toThrow('no label nowhere')
  })

  it.each([
    { os: 'windows', architecture: 'amd64' },
    { os: 'linux', architecture: 'sparc64' },
    { os: 'linux', architecture: 'constructor' },
  ])('knows no program for $os/$architecture', (platform) => {
    expect(hasProbe(platform)).toBe(false)
    expect(() => writeProbe(platform)).toThrow('no program can be written for')
  })
})
