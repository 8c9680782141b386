import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { LayerLimits } from '../../../src/image/layer-limits.ts'
import { createLayerReader } from '../../../src/image/layer-reader.ts'
import type { RootFsReading } from '../../../src/image/rootfs.ts'
import { readRootFs } from '../../../src/image/rootfs-read.ts'
import { mediaTypes } from '../../support/content.ts'
import { image } from '../../support/image-builder.ts'
import { layer, type Layer, packTar, rawLayer } from '../../support/layer.ts'
import { createMemorySource, parseContent } from './memory-source.ts'
import { archive, block, entry, longName } from './tar-bytes.ts'

async function read(layers: readonly Layer[], limits: Partial<LayerLimits>): Promise<RootFsReading> {
  const content = image({ platform: 'linux/amd64', layers })
  const source = createMemorySource([content])
  return readRootFs({ source, ...parseContent(content), layers: createLayerReader({ limits }) })
}

const expectLimit = (reading: RootFsReading, message: RegExp): void => {
  expect(reading.problems).toMatchObject([{ code: 'rootfs/limit-exceeded', message: expect.stringMatching(message) }])
  expect(reading).toMatchObject({ isComplete: false, failures: [] })
}

const files = async (count: number, prefix = 'f'): Promise<Layer> =>
  layer(Array.from({ length: count }, (_, at) => ({ path: `${prefix}${at}`, text: '' })))

describe('a layer is not read on', () => {
  it('when it unpacks to too much', async () => {
    expectLimit(
      await read([await layer([{ path: 'a', text: 'x'.repeat(9000) }])], { maxLayerBytes: 8000 }),
      /over 8000 bytes/,
    )
  })

  it.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ] as const)('when a bomb of %s unpacks to a thousand times its size', async (compression, compress) => {
    const bomb = compress(Buffer.concat([block({ name: 'zeros', size: 200_000_000 }), Buffer.alloc(8 * 1024 * 1024)]))
    const packed = rawLayer(bomb, { mediaType: `${mediaTypes.layer}+${compression}` })
    // The tar ends early: whoever gets that far has not stopped in time.
    expectLimit(await read([packed], { maxRatio: 500, ratioFreeBytes: 1024 * 1024 }), /over 500 times its size/)
  })

  it('when it has too many entries', async () => {
    expectLimit(await read([await files(50)], { maxEntries: 40 }), /over 40 entries/)
  })

  it('when it has too many names', async () => {
    expectLimit(await read([await files(50, 'n'.repeat(50))], { maxKeptBytes: 1000 }), /over 1000 bytes of names/)
  })

  it('when it has a name longer than any path', async () => {
    const tar = archive(longName('L', `a/${'n'.repeat(5000)}`), entry({ name: 'cut' }))
    expectLimit(await read([rawLayer(gzipSync(tar), {})], {}), /5002 bytes/)
  })

  it('when an extended header takes too much', async () => {
    const tar = archive(entry({ type: 'x', name: 'x' }, 'x'.repeat(600)), entry({}))
    expectLimit(await read([rawLayer(gzipSync(tar), {})], { maxExtensionBytes: 512 }), /600 bytes/)
  })
})

it('layers that have too many entries together end the image, not its first layers', async () => {
  const reading = await read([await files(30, 'a'), await files(30, 'b')], { maxEntries: 40 })
  expectLimit(reading, /layer 2 of 2 .*over 40 entries/)
  expect(reading.rootfs.entries.has('/a29')).toBe(true)
})

it('folders that names imply count as entries', async () => {
  const deep = await layer([{ path: `${'d/'.repeat(100)}file`, text: '' }])
  expectLimit(await read([deep], { maxEntries: 50 }), /over 50 entries/)
})

it('a package database above its limit is left out, and nothing else', async () => {
  const entries = [
    { path: 'var/lib/dpkg/status', text: 'Package: a\n' },
    { path: 'var/lib/dpkg/status.d/b', text: 'x'.repeat(200) },
  ]
  const { rootfs, problems } = await read([await layer(entries)], { maxDatabaseBytes: 100 })
  expect(problems).toEqual([])
  expect(rootfs.entries.get('/var/lib/dpkg/status')?.content).toMatchObject({ kind: 'database' })
  expect(rootfs.entries.get('/var/lib/dpkg/status.d/b')).toMatchObject({ sizeBytes: 200 })
  expect(rootfs.entries.get('/var/lib/dpkg/status.d/b')?.content).toBeUndefined()
})

it('a thousand empty layers are as good as one', async () => {
  const empty = rawLayer(gzipSync(await packTar([])), {})
  const { problems, rootfs } = await read(Array.from({ length: 1000 }, () => empty).map(fixDiffId), {})
  expect(problems).toEqual([])
  expect(rootfs.entries.size).toBe(1)
})

const emptyTar = await layer([], { unique: false })

function fixDiffId(raw: Layer): Layer {
  return { ...raw, diffId: emptyTar.diffId }
}

it('layers behind the one that is too much are not read at all', async () => {
  const layers = await Promise.all(Array.from({ length: 30 }, (_, at) => files(30, `${at}-`)))
  const content = image({ platform: 'linux/amd64', layers })
  const source = createMemorySource([content])
  const reader = createLayerReader({ limits: { maxEntries: 100 }, jobs: 1 })
  expectLimit(await readRootFs({ source, ...parseContent(content), layers: reader }), /over 100 entries/)
  expect(source.opened.length).toBeLessThan(15)
})
