import { describe, expect, it } from 'vitest'
import { createRandom } from '../oci/random.ts'
import { readTar } from './read-tar.ts'
import { archive, block, entry, longName, pax } from './tar-bytes.ts'

const invalid = 'rootfs/layer-invalid'

describe('a damaged archive is told by a fault:', () => {
  it.each([
    ['text', Buffer.from('this is no archive\n'.repeat(60)), /octal/],
    ['a wrong checksum', Buffer.concat([block({ name: 'a' }).fill('b', 0, 1), Buffer.alloc(1024)]), /checksum/],
    ['the start of a header', block().subarray(0, 300), /middle of a header/],
    ['a size beyond its end', block({ size: 4_294_967_295 }), /middle of an entry/],
    ['a size of 4 GiB', block({ size: Buffer.from('40000000000\0') }), /4294967296 bytes early/],
    ['a size that is not octal', block({ size: Buffer.from('12x        \0') }), /not octal/],
    ['a negative size', block({ size: Buffer.alloc(12, 0xff) }), /negative/],
    ['a size beyond numbers', block({ size: Buffer.from([0x80, ...Buffer.alloc(11, 0xff)]) }), /beyond 2\^53/],
    ['a type no engine unpacks', block({ type: 'V' }), /type "V"/],
    ['an entry after a block of zeros', Buffer.concat([Buffer.alloc(512), block(), Buffer.alloc(1024)]), /zeros/],
    ['an extended header cut short', block({ type: 'x', size: 100 }), /middle of an entry/],
    ['a record without a length', archive(entry({ type: 'x' }, 'path=a\n'), block()), /malformed/],
    ['a second record without a length', archive(entry({ type: 'x' }, '9 path=a\npath'), block()), /malformed/],
    ['a record longer than its header', archive(entry({ type: 'x' }, '99 path=a\n'), block()), /malformed/],
    ['a record without an end', archive(entry({ type: 'x' }, '10 path=ab'), block()), /malformed/],
    ['a record of length 0', archive(entry({ type: 'x' }, '0 path=a\n'), block()), /malformed/],
    ['a name with a NUL', archive(pax([['path', 'a\0b']]), block()), /malformed/],
    ['a size in words', archive(pax([['size', 'many']]), block()), /number/],
    ['a negative size in an extended header', archive(pax([['size', '-1']]), block()), /number/],
  ])('%s', (_, bytes, message) => {
    const { fault } = readTar(bytes)
    expect(fault).toMatchObject({ code: invalid, message: expect.stringMatching(message) })
  })

  it.each(['x', 'L', 'K'])('an extension %s of 2 GiB, before a byte of it is kept', (type) => {
    const { fault } = readTar(block({ type, size: 2 ** 31 }))
    expect(fault).toMatchObject({ code: 'rootfs/limit-exceeded' })
  })
})

const sample = archive(
  entry({ name: 'etc/', type: '5' }),
  pax([
    ['path', `etc/${'n'.repeat(120)}`],
    ['size', '9'],
  ]),
  entry({ name: 'cut' }, '123456789'),
  longName('L', `usr/${'m'.repeat(150)}`),
  entry({ name: 'cut' }, 'x'.repeat(600)),
  pax([
    ['GNU.sparse.major', '1'],
    ['GNU.sparse.minor', '0'],
    ['GNU.sparse.name', 'sparse'],
    ['GNU.sparse.realsize', '5000'],
  ]),
  entry({ name: 'GNUSparseFile.0/sparse' }, `2\n0\n4\n4096\n4\n${'\0'.repeat(500)}headtail`),
  block({ name: 'old-sparse', type: 'S', magic: 'ustar ', size: 512 }),
  Buffer.alloc(512, 1),
)

describe('an archive damaged at random', () => {
  it.each([1, 2, 3])('is read or told by a fault, and ends (seed %d)', (seed) => {
    const random = createRandom(seed)
    let faults = 0
    for (let round = 0; round < 1500; round++) {
      const bytes = Buffer.from(sample)
      for (let edits = random.below(4) + 1; edits > 0; edits--) {
        const at = random.below(bytes.byteLength)
        bytes[at] = random.pick([0, 0x20, 0x30, 0x37, 0x78, 0x80, 0xff, random.below(256)])
        repairChecksum(bytes, at, random.below(4) > 0)
      }
      const cut = random.below(3) === 0 ? random.below(bytes.byteLength) : bytes.byteLength
      const { entries, fault } = readTar(bytes.subarray(0, cut), random.below(700) + 1)
      expect(entries.length).toBeLessThanOrEqual(bytes.byteLength / 512)
      if (fault !== undefined) faults++
    }
    expect(faults).toBeGreaterThan(100)
    expect(faults).toBeLessThan(1500)
  })

  it('of random bytes never holds an entry', () => {
    const random = createRandom(9)
    for (let round = 0; round < 200; round++) {
      const bytes = Buffer.from(Array.from({ length: random.below(3000) + 1 }, () => random.below(255) + 1))
      expect(readTar(bytes, random.below(600) + 1)).toMatchObject({ entries: [], fault: { code: invalid } })
    }
  })
})

/** Most damage would end at the checksum, and nothing behind it be tried. */
function repairChecksum(bytes: Buffer, at: number, isWanted: boolean): void {
  const start = at - (at % 512)
  const header = bytes.subarray(start, start + 512)
  if (!isWanted || header.byteLength < 512 || header.toString('latin1', 257, 262) !== 'ustar') return
  header.write(' '.repeat(8), 148)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
}
