import { describe, expect, it } from 'vitest'
import { exitWith } from '../../../src/elf/programs.ts'
import type { FileContent } from '../../../src/image/rootfs.ts'
import { programFor } from '../../support/program-image.ts'
import { scanLayer } from './fold-layers.ts'
import { entry, pax } from './tar-bytes.ts'

function contentOf(
  bytes: Uint8Array | string,
  options: { readonly name?: string; readonly mode?: number } = {},
): FileContent | undefined {
  const [record] = scanLayer(entry({ name: options.name ?? 'file', mode: options.mode ?? 0o755 }, bytes))
  return record?.kind === 'file' ? record.content : undefined
}

const program = programFor('linux/arm64', exitWith(0))

describe('the content of a file', () => {
  it('is an ELF, executable or not', () => {
    for (const mode of [0o755, 0o644]) {
      expect(contentOf(program, { mode })).toMatchObject({
        kind: 'elf',
        facts: { architecture: 'arm64', wordBits: 64 },
      })
    }
  })

  it('is a script, with its line as it stands', () => {
    expect(contentOf('#!/bin/sh -e\necho\n')).toEqual({ kind: 'script', shebang: '/bin/sh -e' })
    expect(contentOf('#!/bin/sh\r\necho\r\n', { mode: 0o644 })).toEqual({ kind: 'script', shebang: '/bin/sh\r' })
    expect(contentOf('#!')).toEqual({ kind: 'script', shebang: '' })
    expect(contentOf('#! /usr/bin/env caf\u00e9')).toEqual({ kind: 'script', shebang: ' /usr/bin/env caf\u00c3\u00a9' })
  })

  it('is a script whose line is cut after 4 KiB', () => {
    expect(contentOf(`#!/${'x'.repeat(9000)}\n`)).toEqual({ kind: 'script', shebang: `/${'x'.repeat(4095)}` })
  })

  it('is text where it is executable and nothing else, by its first bytes', () => {
    expect(contentOf('echo')).toEqual({ kind: 'text', firstBytes: 'echo' })
    expect(contentOf('e')).toEqual({ kind: 'text', firstBytes: 'e' })
    expect(contentOf('e'.repeat(1000))).toEqual({ kind: 'text', firstBytes: 'e'.repeat(256) })
    expect(contentOf(Buffer.from('7f454c46', 'hex'))).toEqual({ kind: 'text', firstBytes: '\u007fELF' })
  })

  it('is told empty where it is executable', () => {
    expect(contentOf('')).toEqual({ kind: 'empty' })
    expect(contentOf('', { mode: 0o644 })).toBeUndefined()
  })

  it('is not kept of what is not executable', () => {
    expect(contentOf('text', { mode: 0o644 })).toBeUndefined()
    expect(contentOf(Buffer.from('7f454c46', 'hex'), { mode: 0o644 })).toBeUndefined()
  })

  it.each([
    'var/lib/dpkg/status',
    'var/lib/dpkg/status.d/base',
    'lib/apk/db/installed',
    './usr/lib/apk/db/installed',
    'var/lib/rpm/rpmdb.sqlite',
    'usr/lib/sysimage/rpm/Packages.db',
    'usr/share/rpm/Packages',
    'etc/ld.so.conf',
    'etc/ld.so.conf.d/x86_64-linux-gnu.conf',
    'etc/ld-musl-aarch64.path',
    'etc/os-release',
    'usr/lib/os-release',
  ])('is kept whole of %s', (name) => {
    expect(contentOf('#!all of it', { name, mode: 0o644 })).toEqual({
      kind: 'database',
      bytes: Buffer.from('#!all of it'),
    })
  })

  it.each(['var/lib/dpkg/status-old', 'var/lib/rpm/__db.001', 'etc/ld-musl-a/b.path', 'etc/ld.so.conf.d/a/b'])(
    'is not kept of %s',
    (name) => {
      expect(contentOf('text', { name, mode: 0o644 })).toBeUndefined()
    },
  )
})

const macho = (...words: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(32)
  for (const [at, word] of words.entries()) bytes.writeUInt32BE(word, at * 4)
  return bytes
}

describe('code of other systems', () => {
  it.each([
    ['arm64', macho(0xcffaedfe, 0x0c000001)],
    ['amd64', macho(0xcffaedfe, 0x07000001)],
    ['386', macho(0xcefaedfe, 0x07000000)],
    ['ppc', macho(0xfeedface, 18)],
    ['unknown', macho(0xcffaedfe, 0x99000001)],
    ['universal', macho(0xcafebabe, 2)],
  ])('of macOS for %s is told', (architecture, bytes) => {
    expect(contentOf(bytes, { mode: 0o644 })).toEqual({ kind: 'macho', architecture })
  })

  it('of Java is no code of macOS', () => {
    expect(contentOf(macho(0xcafebabe, 0x34), { mode: 0o644 })).toBeUndefined()
    expect(contentOf(macho(0xcafebabe, 0x34))).toMatchObject({ kind: 'text' })
  })

  it.each([
    ['386', 0x14c, {}],
    ['amd64', 0x8664, {}],
    ['arm64', 0xaa64, {}],
    ['any', 0x14c, { isManaged: true }],
    ['amd64', 0x8664 ^ 0x7b79, { isManaged: true }],
    ['arm64', 0xaa64 ^ 0x4644, { isManaged: true }],
    ['unknown', 0x1234, {}],
  ])('of Windows and .NET for %s is told', (architecture, machine, options) => {
    expect(contentOf(pe(machine, options), { mode: 0o644 })).toEqual({ kind: 'pe', architecture })
  })

  it('of DOS, cut short, or pointing nowhere is nothing known', () => {
    const wild = pe(0x8664)
    wild.writeUInt32LE(0xfffffff0, 60)
    for (const bytes of [Buffer.from('MZ'), Buffer.from('MZ batch'), wild, pe(0x8664).subarray(0, 70)]) {
      expect(contentOf(bytes, { mode: 0o644 })).toBeUndefined()
    }
  })
})

function pe(machine: number, { isManaged = false } = {}): Buffer {
  const bytes = Buffer.alloc(512)
  bytes.write('MZ')
  bytes.writeUInt32LE(64, 60)
  bytes.write('PE\0\0', 64)
  bytes.writeUInt16LE(machine, 68)
  const optional = 64 + 24
  bytes.writeUInt16LE(0x10b, optional)
  bytes.writeUInt32LE(16, optional + 92)
  bytes.writeUInt32LE(isManaged ? 0x2008 : 0, optional + 96 + 14 * 8)
  return bytes
}

it('a sparse file whose holes are too large is known without its content', () => {
  const header = pax([
    ['GNU.sparse.name', 'usr/bin/image'],
    ['GNU.sparse.size', String(2 ** 30)],
    ['GNU.sparse.map', '0,10'],
  ])
  const records = scanLayer(header, entry({ mode: 0o755 }, '#!/bin/sh\n'), entry({ name: 'next' }))
  expect(records).toMatchObject([{ path: '/usr/bin/image', kind: 'file', sizeBytes: 2 ** 30 }, { path: '/next' }])
  expect(records[0]).not.toHaveProperty('content')
})
