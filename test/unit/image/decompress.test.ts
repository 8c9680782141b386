import { randomBytes } from 'node:crypto'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { HarnessError } from '../../../src/errors.ts'
import { decompress } from '../../../src/image/decompress.ts'
import { detectCompression } from '../../../src/image/decompress-detect.ts'
import { createLayerFeed } from '../../../src/image/layer-feed.ts'
import type { LayerCompression } from '../../../src/image/layer.ts'
import { createRandom } from '../oci/random.ts'
import { gzipMembers } from './tar-bytes.ts'

async function* pieces(bytes: Uint8Array, pieceBytes: number): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < bytes.byteLength; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
}

async function unpack(bytes: Uint8Array, compression: LayerCompression, pieceBytes = 65_536): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of decompress(createLayerFeed(pieces(bytes, pieceBytes)), compression))
    chunks.push(Uint8Array.from(chunk))
  return Buffer.concat(chunks)
}

/** Data of a zstd stream that holds nothing. */
const skipped = (bytes: number): Buffer => {
  const frame = Buffer.alloc(8 + bytes, 0xee)
  frame.writeUInt32LE(0x184d2a53, 0)
  frame.writeUInt32LE(bytes, 4)
  return frame
}

const text = Buffer.from('some text that repeats, '.repeat(5000))
const noise = randomBytes(2_000_000)
const cut = (bytes: Buffer): Buffer[] => [text.subarray(0, 1), text.subarray(1, 70_000), bytes, text.subarray(70_000)]

describe('gzip', () => {
  it.each([1, 1000, 65_536])('of many members is one stream, in pieces of %d bytes', async (pieceBytes) => {
    const members = gzipMembers(text, pieceBytes === 1 ? 40_000 : 700)
    expect((await unpack(members, 'gzip', pieceBytes)).equals(text)).toBe(true)
  })

  it('may end in zeros', async () => {
    for (const pieceBytes of [7, 65_536]) {
      const bytes = Buffer.concat([gzipSync(text), Buffer.alloc(4096)])
      expect((await unpack(bytes, 'gzip', pieceBytes)).equals(text)).toBe(true)
    }
  })

  it.each([
    ['cut in its data', gzipSync(text).subarray(0, -40), /ends early/],
    ['cut in its checksum', gzipSync(text).subarray(0, -3), /ends early/],
    ['cut in its second member', gzipMembers(text, 60_000).subarray(0, -40), /ends early/],
    [
      'followed by something else',
      Buffer.concat([gzipSync(text), Buffer.from('garbage')]),
      /damaged \(incorrect header/,
    ],
    ['with a wrong checksum', flip(gzipSync(text), -6), /damaged \(incorrect data check/],
    ['that is none', Buffer.concat([Buffer.from([0x1f, 0x8b, 0x08]), noise]), /damaged/],
  ])('%s is damaged', async (_, bytes, message) => {
    for (const pieceBytes of [500, 65_536]) {
      await expect(unpack(bytes, 'gzip', pieceBytes)).rejects.toMatchObject({
        code: 'rootfs/layer-invalid',
        message: expect.stringMatching(message),
      })
    }
  })
})

describe('zstd', () => {
  const frames = Buffer.concat([
    skipped(0),
    ...cut(noise).flatMap((part) => [zstdCompressSync(part), skipped(part.byteLength % 50)]),
  ])
  const whole = Buffer.concat(cut(noise))

  it.each([1, 2, 3, 5, 1000, 65_536, 10_000_000])(
    'of many frames is one stream, in pieces of %d bytes',
    async (pieceBytes) => {
      const [bytes, expected] =
        pieceBytes < 100
          ? [Buffer.concat([skipped(3), zstdCompressSync(text), zstdCompressSync(text)]), Buffer.concat([text, text])]
          : [frames, whole]
      expect((await unpack(bytes, 'zstd', pieceBytes)).equals(expected)).toBe(true)
    },
  )

  it('of nothing but frames that hold nothing is empty', async () => {
    expect(await unpack(Buffer.concat([skipped(10), skipped(0)]), 'zstd')).toHaveLength(0)
  })

  it('of an empty frame is empty', async () => {
    expect(await unpack(zstdCompressSync(Buffer.alloc(0)), 'zstd')).toHaveLength(0)
  })

  it.each([
    ['cut in its data', zstdCompressSync(text).subarray(0, -5), /ends early/],
    [
      'cut in its second frame',
      Buffer.concat([zstdCompressSync(text), zstdCompressSync(noise).subarray(0, -5)]),
      /ends early/,
    ],
    ['cut in the next magic number', Buffer.concat([zstdCompressSync(text), Buffer.from([0x28, 0xb5])]), /ends early/],
    [
      'cut in a frame that holds nothing',
      Buffer.concat([zstdCompressSync(text), skipped(20).subarray(0, -1)]),
      /ends early/,
    ],
    ['followed by zeros', Buffer.concat([zstdCompressSync(text), Buffer.alloc(20)]), /no zstd/],
    ['with a block of no kind', flip(zstdCompressSync(noise), 10), /damaged|no zstd|ends early/],
  ])('%s is damaged', async (_, bytes, message) => {
    for (const pieceBytes of [500, 65_536]) {
      await expect(unpack(bytes, 'zstd', pieceBytes)).rejects.toMatchObject({
        code: 'rootfs/layer-invalid',
        message: expect.stringMatching(message),
      })
    }
  })
})

it('compressed data damaged at random is unpacked or told by a fault, and ends', async () => {
  const random = createRandom(21)
  const small = text.subarray(0, 3000)
  let faults = 0
  for (let round = 0; round < 300; round++) {
    const isZstd = random.below(2) === 0
    const parts = isZstd ? [zstdCompressSync(small), skipped(9), zstdCompressSync(small)] : [gzipMembers(small, 700)]
    const bytes = Buffer.concat(parts)
    bytes[random.below(bytes.byteLength)] = random.below(256)
    const end = random.below(2) === 0 ? bytes.byteLength : random.below(bytes.byteLength)
    try {
      await unpack(bytes.subarray(0, end), isZstd ? 'zstd' : 'gzip', random.below(200) + 1)
    } catch (fault) {
      expect(fault).toMatchObject({ code: 'rootfs/layer-invalid' })
      faults++
    }
  }
  expect(faults).toBeGreaterThan(100)
})

it.each(['gzip', 'zstd', 'none'] as const)('what the source of %s throws comes through', async (compression) => {
  const error = new HarnessError('digest-mismatch', 'other bytes')
  const bytes = compression === 'zstd' ? zstdCompressSync(noise) : gzipSync(noise)
  async function* failing(): AsyncGenerator<Uint8Array, void> {
    yield bytes.subarray(0, 700_000)
    throw error
  }
  const reading = async (): Promise<void> => {
    for await (const _ of decompress(createLayerFeed(failing()), compression));
  }
  await expect(reading()).rejects.toBe(error)
})

it('a source is closed by whoever stops early', async () => {
  let isClosed = false
  async function* endless(): AsyncGenerator<Uint8Array, void> {
    try {
      for (;;) yield gzipSync(noise)
    } finally {
      isClosed = true
    }
  }
  const feed = createLayerFeed(endless())
  for await (const chunk of decompress(feed, 'gzip')) if (chunk.byteLength > 0) break
  await feed.close()
  expect(isClosed).toBe(true)
})

it.each([
  ['gzip', gzipSync('')],
  ['zstd', zstdCompressSync('')],
  ['zstd', skipped(1)],
  ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 4, 0xe6, 0xd6])],
  ['bzip2', Buffer.from('BZh91AY&SY')],
  ['lz4', Buffer.from([4, 0x22, 0x4d, 0x18, 0x64, 0x40])],
  ['none', Buffer.from('BZhang/notes.txt')],
  ['none', Buffer.alloc(0)],
])('%s is told by its first bytes', (compression, bytes) => {
  expect(detectCompression(bytes.subarray(0, 10))).toBe(compression)
})

function flip(bytes: Buffer, at: number): Buffer {
  const index = at < 0 ? bytes.byteLength + at : at
  bytes[index] = (bytes[index] ?? 0) ^ 0xff
  return bytes
}
