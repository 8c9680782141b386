import { describe, expect, it } from 'vitest'
import { readTar } from './read-tar.ts'
import { archive, block, entry, longName, pax, withChecksum } from './tar-bytes.ts'

const base256 = (value: bigint): Buffer => {
  const bytes = Buffer.alloc(12)
  bytes.writeBigUInt64BE(value, 4)
  bytes[0] = 0x80
  return bytes
}

describe('an archive', () => {
  const sample = archive(
    entry({ name: 'bin/', type: '5', mode: 0o755 }),
    entry({ name: 'bin/app', mode: 0o4755, uid: 1000, gid: 100 }, 'x'.repeat(700)),
    entry({ name: 'bin/link', type: '2', linkName: '../app', mode: 0o777 }),
    entry({ name: 'bin/same', type: '1', linkName: 'bin/app' }),
    entry({ name: 'dev/null', type: '3' }),
    entry({ name: 'run/pipe', type: '6' }),
    entry({ name: 'empty' }),
  )

  it.each([1, 7, 511, 512, 513, 4096, sample.byteLength])('is read alike in pieces of %d bytes', (pieceBytes) => {
    const { entries, fault } = readTar(sample, pieceBytes)
    expect(fault).toBeUndefined()
    expect(entries.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'directory bin/',
      'file bin/app',
      'symlink bin/link',
      'hardlink bin/same',
      'device dev/null',
      'fifo run/pipe',
      'file empty',
    ])
    expect(entries[1]).toMatchObject({ mode: 0o4755, uid: 1000, gid: 100, sizeBytes: 700 })
    expect(entries[1]?.content?.toString()).toBe('x'.repeat(700))
    expect(entries[2]?.linkName).toBe('../app')
    expect(entries[6]?.content?.byteLength).toBe(0)
  })

  it('of no bytes, or of nothing but zeros, is an empty one', () => {
    expect(readTar(Buffer.alloc(0))).toEqual({ entries: [] })
    expect(readTar(Buffer.alloc(10_240))).toEqual({ entries: [] })
  })

  it('may end without the blocks that say so', () => {
    expect(readTar(entry({ name: 'a' }, 'content')).entries).toHaveLength(1)
  })

  it('is not read beyond its end', () => {
    const bytes = Buffer.concat([archive(entry({ name: 'a' })), Buffer.from('anything at all')])
    expect(readTar(bytes)).toMatchObject({ entries: [{ name: 'a' }] })
  })
})

describe('a name', () => {
  it('is joined with the prefix of ustar, and not with what GNU keeps there', () => {
    const inPrefix = { name: 'file', prefix: 'a/long/folder' }
    expect(readTar(archive(entry(inPrefix))).entries[0]?.name).toBe('a/long/folder/file')
    expect(readTar(archive(entry({ ...inPrefix, magic: 'ustar ' }))).entries[0]?.name).toBe('file')
  })

  it('fills its field without a NUL', () => {
    const name = 'n'.repeat(100)
    expect(readTar(archive(entry({ name }))).entries[0]?.name).toBe(name)
  })

  it('comes from an extended header, or from GNU, which wins', () => {
    const path = `deep/${'p'.repeat(300)}`
    const long = `long/${'l'.repeat(300)}`
    const link = `to/${'k'.repeat(300)}`
    const { entries } = readTar(
      archive(
        pax([
          ['path', path],
          ['linkpath', link],
        ]),
        entry({ name: 'cut', type: '2' }),
        longName('L', long),
        longName('K', link),
        entry({ name: 'cut', type: '1' }),
        pax([['path', path]]),
        longName('L', long),
        entry({ name: 'cut' }),
        entry({ name: 'own' }),
      ),
    )
    expect(entries.map(({ name }) => name)).toEqual([path, long, long, 'own'])
    expect(entries.map(({ linkName }) => linkName)).toEqual([link, link, '', ''])
  })

  it('stays apart from others where it is not UTF-8', () => {
    const patches = (byte: number) => [{ offset: 0, bytes: Uint8Array.of(0x61, byte) }]
    const { entries } = readTar(
      archive(entry({ name: '', patches: patches(0xe9) }), entry({ name: '', patches: patches(0xe8) })),
    )
    expect(entries.map(({ name }) => name)).toEqual(['aé', 'aè'])
    expect(readTar(archive(entry({ name: 'é' }))).entries[0]?.name).toBe('é')
  })

  it('of an old archive ends in a slash where it is a directory', () => {
    const { entries } = readTar(archive(entry({ name: 'old/', type: '\0' }), entry({ name: 'old/file', type: '\0' })))
    expect(entries.map(({ kind }) => kind)).toEqual(['directory', 'file'])
  })
})

describe('a size', () => {
  it('is read in base 256', () => {
    const { entries } = readTar(archive(entry({ name: 'a', size: base256(3n) }, 'abc'), entry({ name: 'b' })))
    expect(entries).toMatchObject([{ sizeBytes: 3 }, { name: 'b' }])
  })

  it('is read among spaces', () => {
    const size = Buffer.from('         3 \0')
    expect(readTar(archive(entry({ name: 'a', size }, 'abc'), entry({ name: 'b' }))).entries).toHaveLength(2)
  })

  it('comes from an extended header', () => {
    const { entries } = readTar(
      archive(pax([['size', '3']]), entry({ name: 'a', size: 0 }, 'abc'), entry({ name: 'b' })),
    )
    expect(entries).toMatchObject([{ name: 'a', sizeBytes: 3 }, { name: 'b' }])
  })

  it('of what holds no content says nothing', () => {
    const { entries } = readTar(archive(block({ name: 'link', type: '2', size: 99_999 }), entry({ name: 'next' })))
    expect(entries).toMatchObject([{ name: 'link', sizeBytes: 0 }, { name: 'next' }])
  })
})

describe('an extended header', () => {
  it('for the whole archive is passed over, as engines do', () => {
    const global = entry({ name: 'pax_global_header', type: 'g' }, '18 path=elsewhere\n')
    expect(readTar(archive(global, entry({ name: 'a' }))).entries[0]?.name).toBe('a')
  })

  it('is believed on owners, and passed over where it is about something else', () => {
    const records = [
      ['uid', '70000'],
      ['gid', '80000'],
      ['mtime', '1.5'],
      ['SCHILY.xattr.user.note', 'a=b\nc'],
    ] as const
    expect(readTar(archive(pax(records), entry({ name: 'a' }))).entries[0]).toMatchObject({ uid: 70_000, gid: 80_000 })
  })
})

it('takes a checksum of signed bytes', () => {
  const header = block({ name: 'é' })
  const unsigned = parseInt(header.toString('latin1', 148, 154), 8)
  const signed = Buffer.from(header)
  signed.write(`${(unsigned - 2 * 256).toString(8).padStart(6, '0')}\0 `, 148)
  expect(readTar(archive(signed)).entries).toHaveLength(1)
  expect(withChecksum(header)).toEqual(header)
})
