import { describe, expect, it } from 'vitest'
import { readTar } from './read-tar.ts'
import { archive, block, entry, padded, pax } from './tar-bytes.ts'

/** 10,000 bytes with `head` at the start and `tail` at 8192. */
const unpacked = Buffer.alloc(10_000)
unpacked.write('head', 0)
unpacked.write('tail', 8192)
const stored = Buffer.from('headtail')

const octal = (value: number): string => `${value.toString(8).padStart(11, '0')}\0`

/** A header of GNU's old format with up to four pieces, its real size, and whether more pieces follow. */
function oldSparse(
  pieces: readonly number[],
  options: { readonly realSize?: number; readonly more?: boolean } = {},
): Buffer {
  const { realSize = unpacked.byteLength, more = false } = options
  const patches = [
    { offset: 386, bytes: pieces.map(octal).join('') },
    { offset: 482, bytes: Uint8Array.of(more ? 1 : 0) },
    { offset: 483, bytes: octal(realSize) },
  ]
  return block({ name: 'sparse', type: 'S', magic: 'ustar ', size: stored.byteLength, patches })
}

const sparseHeader = (records: readonly (readonly [string, string])[]): Buffer =>
  pax([['GNU.sparse.name', 'sparse'], ...records])

const map = padded(Buffer.from('2\n0\n4\n8192\n4\n'))

describe('a sparse file is unpacked', () => {
  it.each([
    ["of GNU's old format", Buffer.concat([oldSparse([0, 4, 8192, 4]), padded(stored)])],
    [
      "of GNU's old format, its map going on in a block of its own",
      Buffer.concat([oldSparse([0, 4], { more: true }), mapBlock([8192, 4]), padded(stored)]),
    ],
    [
      'of version 0.0',
      Buffer.concat([
        sparseHeader([
          ['GNU.sparse.size', '10000'],
          ['GNU.sparse.offset', '0'],
          ['GNU.sparse.numbytes', '4'],
          ['GNU.sparse.offset', '8192'],
          ['GNU.sparse.numbytes', '4'],
        ]),
        entry({ name: 'x' }, stored),
      ]),
    ],
    [
      'of version 0.1',
      Buffer.concat([
        sparseHeader([
          ['GNU.sparse.size', '10000'],
          ['GNU.sparse.map', '0,4,8192,4'],
        ]),
        entry({ name: 'x' }, stored),
      ]),
    ],
    ['of version 1.0', Buffer.concat([versionOne(), entry({ name: 'x' }, Buffer.concat([map, stored]))])],
  ])('%s, in pieces of any size', (_, bytes) => {
    for (const pieceBytes of [1, 3, 513, 100_000]) {
      const { entries, fault } = readTar(archive(bytes, entry({ name: 'next' })), pieceBytes)
      expect(fault).toBeUndefined()
      expect(entries.map(({ name, sizeBytes }) => [name, sizeBytes])).toEqual([
        ['sparse', 10_000],
        ['next', 0],
      ])
      expect(entries[0]?.content?.equals(unpacked)).toBe(true)
    }
  })
})

it('a sparse file with holes of gigabytes is passed over, its size told', () => {
  const header = sparseHeader([
    ['GNU.sparse.size', String(2 ** 40)],
    ['GNU.sparse.map', '0,8'],
  ])
  const { entries, fault } = readTar(archive(header, entry({ name: 'x' }, stored), entry({ name: 'next' })))
  expect(fault).toBeUndefined()
  expect(entries).toMatchObject([{ name: 'sparse', sizeBytes: 2 ** 40 }, { name: 'next' }])
  expect(entries[0]?.content).toBeUndefined()
})

describe('a sparse map that lies is told by a fault:', () => {
  it.each([
    ['pieces that overlap', oldSparse([0, 8, 4, 4])],
    ['a piece beyond the file', oldSparse([9998, 4])],
    ['more than the content', Buffer.concat([oldSparse([0, 4, 100, 500]), padded(stored)])],
    ['a number without its partner', Buffer.concat([versionZero('0,4,8'), entry({}, stored)])],
    ['a number that is none', Buffer.concat([versionZero('0,x'), entry({}, stored)])],
    ['a count beyond the content', Buffer.concat([versionOne(), entry({}, '5\n0\n4\n')])],
    ['a count beyond reason', Buffer.concat([versionOne(), entry({}, '99999999\n0\n4\n')])],
    ['a line without an end', Buffer.concat([versionOne(), entry({}, '1'.repeat(500))])],
  ])('%s', (_, bytes) => {
    expect(readTar(archive(bytes)).fault).toMatchObject({ code: 'rootfs/layer-invalid' })
  })
})

function versionOne(): Buffer {
  return sparseHeader([
    ['GNU.sparse.major', '1'],
    ['GNU.sparse.minor', '0'],
    ['GNU.sparse.realsize', '10000'],
  ])
}

function versionZero(numbers: string): Buffer {
  return sparseHeader([
    ['GNU.sparse.size', '10000'],
    ['GNU.sparse.map', numbers],
  ])
}

/** A block that goes on with the map of an old sparse file. */
function mapBlock(pieces: readonly number[]): Buffer {
  const bytes = Buffer.alloc(512)
  bytes.write(pieces.map(octal).join(''), 0)
  return bytes
}
