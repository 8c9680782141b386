import { describe, expect, it } from 'vitest'
import { collect } from './collect.ts'
import { buildElf } from './elf-build.ts'

const sentinel = '0'.repeat(16)

/** What the Go linker writes since 1.18: both texts in the header's place. */
function buildInfo(settings: readonly string[]): Buffer {
  const lines = ['path\texample.com/app', ...settings.map((setting) => `build\t${setting}`)].join('\n')
  const modules = Buffer.from(`${sentinel}${lines}\n${sentinel}`)
  const version = Buffer.from('go1.26.8')
  const header = Buffer.alloc(32)
  header.write('\xff Go buildinf:\x08\x02', 'latin1')
  const length = Buffer.from([(modules.byteLength & 0x7f) | 0x80, modules.byteLength >> 7])
  return Buffer.concat([header, Buffer.from([version.byteLength]), version, length, modules])
}

/** A program with one segment of data, as Go's own linker makes it, or with two. */
function goProgram(machine: number, info: Buffer, options: { readonly relocated?: boolean } = {}): Buffer {
  const at = 1_000_000
  const writable = { type: 1, flags: 6, sizeBytes: 4096 }
  return buildElf({
    machine,
    wordBits: machine === 40 ? 32 : 64,
    type: 2,
    segments: [
      { type: 1, flags: 5, offset: 0, sizeBytes: at - 8192 },
      ...(options.relocated === true ? [{ ...writable, offset: at - 8192 }] : []),
      { ...writable, offset: at },
    ],
    pieces: [
      { at, bytes: info },
      { at: at + 1_000_000, bytes: Buffer.from('end') },
    ],
  })
}

describe('what Go says of how a program was built', () => {
  it.each([
    ['GOARM=5', 'v5'],
    ['GOARM=6', 'v6'],
    ['GOARM=7', 'v7'],
    ['GOARM=6,softfloat', 'v6'],
  ])('with %s it is for %s', (setting, cpuArch) => {
    const facts = collect(goProgram(40, buildInfo(['GOARCH=arm', setting, 'GOOS=linux'])))
    expect(facts).toMatchObject({ arm: { cpuArch }, hasGoBuildInfo: true })
  })

  it.each([
    ['GOAMD64=v1', 1],
    ['GOAMD64=v3', 3],
  ])('with %s it needs level %i', (setting, level) => {
    expect(collect(goProgram(62, buildInfo([setting])))?.x86Level).toBe(level)
    expect(collect(goProgram(62, buildInfo([setting]), { relocated: true }))?.x86Level).toBe(level)
  })

  it('is nothing without a setting for the CPU', () => {
    const facts = collect(goProgram(40, buildInfo(['GOARCH=arm', 'CGO_ENABLED=0', 'vcs.GOARM=7'])))
    expect(facts).toMatchObject({ hasGoBuildInfo: true })
    expect(facts?.arm).toBeUndefined()
  })

  it('is nothing of a program that is cut, or older than 1.18', () => {
    const cut = buildInfo(['GOARM=7']).subarray(0, 70)
    const old = buildInfo(['GOARM=7'])
    old[15] = 0
    expect(collect(goProgram(40, Buffer.concat([cut.subarray(0, 42)])))?.arm).toBeUndefined()
    expect(collect(goProgram(40, old))?.arm).toBeUndefined()
  })
})
