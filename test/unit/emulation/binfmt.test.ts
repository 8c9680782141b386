import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeProbe } from '../../../src/elf/probe.ts'
import { listBinfmtHandlers, matchHandler, parseBinfmtHandler } from '../../../src/emulation/binfmt.ts'
import { binfmtFolder, handlerText } from './binfmt-folder.ts'

const cpus = {
  aarch64: 'arm64',
  arm: 'arm',
  x86_64: 'amd64',
  i386: '386',
  ppc64le: 'ppc64le',
  s390x: 's390x',
  riscv64: 'riscv64',
  mips64el: 'mips64le',
  mips64: 'mips64',
  loongarch64: 'loong64',
} as const
const rows = Object.entries(cpus).map(([cpu, architecture]) => ({ cpu, architecture }))
const everyHandler = {
  'qemu-aarch64': handlerText('aarch64'),
  'qemu-arm': handlerText('arm'),
  'qemu-x86_64': handlerText('x86_64'),
  'qemu-i386': handlerText('i386'),
  'qemu-ppc64le': handlerText('ppc64le'),
  'qemu-s390x': handlerText('s390x'),
  'qemu-riscv64': handlerText('riscv64'),
  'qemu-mips64el': handlerText('mips64el'),
  'qemu-mips64': handlerText('mips64'),
  'qemu-loongarch64': handlerText('loongarch64'),
}

describe('the binfmt_misc handlers', () => {
  it('are read as the kernel shows them', () => {
    using folder = binfmtFolder({ 'qemu-aarch64': handlerText('aarch64', { flags: 'POCF' }) })
    expect(listBinfmtHandlers(folder.path)).toMatchObject([
      {
        name: 'qemu-aarch64',
        enabled: true,
        interpreter: '/usr/libexec/qemu-binfmt/aarch64-binfmt-P',
        flags: 'POCF',
        offset: 0,
      },
    ])
  })

  it('are read with no flags, and without a mask', () => {
    const handler = parseBinfmtHandler('plain', 'enabled\ninterpreter /bin/run\nflags: \noffset 4\nmagic cafe\n')
    expect(handler).toStrictEqual({
      name: 'plain',
      enabled: true,
      interpreter: '/bin/run',
      flags: '',
      offset: 4,
      magic: Uint8Array.of(0xca, 0xfe),
    })
  })

  it.each([
    ['goes by the name of a file', 'enabled\ninterpreter /usr/bin/wine\nflags: \nextension .exe\n'],
    ['says nothing', ''],
    ['is in no state', 'interpreter /bin/run\nflags: \noffset 0\nmagic cafe\n'],
    ['has a broken magic number', 'enabled\ninterpreter /bin/run\nflags: \noffset 0\nmagic xyz\n'],
  ])('leave out one that %s', (_reason, text) => {
    expect(parseBinfmtHandler('odd', text)).toBeUndefined()
  })

  it('are all disabled while binfmt_misc is', () => {
    using folder = binfmtFolder({ 'qemu-arm': handlerText('arm') }, 'disabled')
    expect(listBinfmtHandlers(folder.path)?.[0]?.enabled).toBe(false)
  })

  it('are unknown where the folder is not there, or is not mounted', () => {
    using folder = binfmtFolder()
    expect(listBinfmtHandlers(join(folder.path, 'absent'))).toBeUndefined()
    expect(listBinfmtHandlers(join(folder.path, 'status'))).toBeUndefined()
    expect(listBinfmtHandlers(folder.path)).toStrictEqual([])
  })

  it.each(rows)('find qemu-$cpu, and nothing else, for a program of $architecture', ({ cpu, architecture }) => {
    using folder = binfmtFolder(everyHandler)
    const handlers = listBinfmtHandlers(folder.path) ?? []
    const program = writeProbe({ os: 'linux', architecture })
    expect(matchHandler(handlers, program)?.name).toBe(`qemu-${cpu}`)
    expect(handlers.filter((handler) => matchHandler([handler], program) !== undefined)).toHaveLength(1)
  })

  it('prefer one that is enabled', () => {
    using folder = binfmtFolder({ a: handlerText('arm', { state: 'disabled' }), b: handlerText('arm') })
    const handlers = listBinfmtHandlers(folder.path) ?? []
    const program = writeProbe({ os: 'linux', architecture: 'arm' })
    expect(matchHandler(handlers, program)?.name).toBe('b')
    expect(matchHandler(handlers.toReversed(), program)?.name).toBe('b')
  })

  it('find none for a file that is shorter than their magic number', () => {
    using folder = binfmtFolder(everyHandler)
    expect(matchHandler(listBinfmtHandlers(folder.path) ?? [], new Uint8Array(19))).toBeUndefined()
  })
})
