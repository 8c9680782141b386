import { readdir, readFile, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { openLayerCache as open } from '../../../src/image/layer-cache.ts'
import { createLayerReader } from '../../../src/image/layer-reader.ts'
import type { Layer } from '../../../src/image/layer.ts'
import type { LayerRecord } from '../../../src/image/layer-record.ts'
import { readRootFs } from '../../../src/image/rootfs-read.ts'
import { computeDigest, type Digest } from '../../../src/oci/digest.ts'
import { programFor } from '../../support/program-image.ts'
import { exitWith } from '../../../src/elf/programs.ts'
import { image } from '../../support/image-builder.ts'
import { layer as packLayer } from '../../support/layer.ts'
import { packRecords, scanLayer } from './fold-layers.ts'
import { createMemorySource, parseContent } from './memory-source.ts'
import { entry } from './tar-bytes.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A cache of one version, of as many bytes as a test can need. */
const openLayerCache = (folder: string, maxBytes = 10_000_000, toolVersion = '1.2.3') =>
  open(folder, { maxBytes, toolVersion })

const diffId = computeDigest(Buffer.from('unpacked'))
const digest = computeDigest(Buffer.from('packed'))

const every: readonly LayerRecord[] = scanLayer(
  entry({ name: 'usr/', type: '5', mode: 0o1777 }),
  ...(['linux/arm/v7', 'linux/amd64', 'linux/s390x'] as const).map((platform) =>
    entry({ name: `usr/${platform}`, mode: 0o4755 }, programFor(platform, exitWith(0))),
  ),
  entry({ name: 'script', mode: 0o755 }, '#!/bin/sh\r\n'),
  entry({ name: 'text', mode: 0o755 }, Buffer.from([0, 1, 0xff, 0x0a])),
  entry({ name: 'empty', mode: 0o755 }),
  entry({ name: 'note', uid: 5, gid: 6 }, 'note'),
  entry({ name: 'mac' }, Buffer.from('cffaedfe0c00000100000000', 'hex')),
  entry({ name: 'var/lib/dpkg/status' }, Buffer.from([0xff, 0x00, 0x80])),
  entry({ name: 'link', type: '2', linkName: '../\n"' }),
  entry({ name: 'hard', type: '1', linkName: 'note' }),
  entry({ name: 'null', type: '3' }),
  entry({ name: 'pipe', type: '6' }),
  entry({ name: 'a/.wh.gone' }),
  entry({ name: 'b/.wh..wh..opq' }),
)

const layerOf = (records: readonly LayerRecord[]): Layer => ({
  diffId,
  compression: 'zstd',
  unpackedBytes: 123_456,
  records: packRecords(records),
})
const full = layerOf(every)

async function written(layer: Layer = full): Promise<{ readonly folder: string; readonly file: string }> {
  const folder = await temporaryFolder()
  const cache = openLayerCache(folder)
  cache.write(digest, layer)
  await cache.close()
  return { folder, file: join(folder, await onlyFile(folder)) }
}

async function onlyFile(root: string): Promise<string> {
  const names = await readdir(root, { recursive: true, withFileTypes: true })
  const [file, ...others] = names.filter((found) => found.isFile())
  if (file === undefined || others.length > 0) throw new Error(`${names.length} files where there should be one`)
  return join(file.parentPath, file.name).slice(root.length + 1)
}

describe('a cached layer', () => {
  it('is read as it was written, whatever it holds', async () => {
    expect(every.length).toBe(16)
    const { folder } = await written()
    const read = await openLayerCache(folder).read(digest, diffId)
    expect(read).toMatchObject({ diffId, compression: 'zstd', unpackedBytes: 123_456 })
    expect(recordsOf(read)).toEqual(every)
  })

  it('of many entries is, too', async () => {
    const records = Array.from({ length: 2500 }, (_, at) => ({ kind: 'whiteout', path: `/${at}` }) as const)
    const { folder } = await written(layerOf(records))
    expect(recordsOf(await openLayerCache(folder).read(digest, diffId))).toEqual(records)
    const empty = await written(layerOf([]))
    expect(recordsOf(await openLayerCache(empty.folder).read(digest, diffId))).toEqual([])
  })

  it('is not there for another digest, nor where it was hashed by another algorithm', async () => {
    const { folder } = await written()
    const cache = openLayerCache(folder)
    expect(await cache.read(computeDigest(Buffer.from('other')), diffId)).toBeUndefined()
    expect(await cache.read(digest, computeDigest(Buffer.from(''), 'sha512'))).toBeUndefined()
    expect(await cache.read(digest, undefined)).toBeDefined()
  })

  it('is not there for another version of the tool', async () => {
    const { folder } = await written()
    expect(await openLayerCache(folder, 10_000_000, '1.2.4').read(digest, diffId)).toBeUndefined()
    expect(await openLayerCache(folder, 10_000_000, '../1.2.3').read(digest, diffId)).toBeUndefined()
  })

  it.each<readonly [string, (file: string) => Promise<void>]>([
    ['cut', (file) => truncate(file, 200)],
    ['empty', (file) => truncate(file, 0)],
    ['no gzip', (file) => writeFile(file, 'text')],
    ['no JSON', (file) => writeFile(file, gzipSync('text\n'))],
    ['without its last line', (file) => edit(file, (text) => text.slice(0, text.indexOf('\n') + 1))],
    ['of another digest', (file) => edit(file, (text) => text.replace(digest, diffId))],
    [
      'with fewer records than it says',
      (file) => edit(file, (text) => text.replace('["directory"', '[],["directory"')),
    ],
    ['with a path that is none', (file) => edit(file, (text) => text.replace('"/usr"', '"usr"'))],
    ['with a kind that is none', (file) => edit(file, (text) => text.replace('["fifo"', '["socket"'))],
    ['with a mode in words', (file) => edit(file, (text) => text.replace('"/usr",1023', '"/usr","all"'))],
    ['with facts that cannot be', (file) => edit(file, (text) => text.replace('"wordBits":64', '"wordBits":63'))],
    [
      'with facts of another release',
      (file) => edit(file, (text) => text.replace('"wordBits":', '"newFact":1,"wordBits":')),
    ],
    ['without facts', (file) => edit(file, (text) => text.replace('"facts":{', '"fact":{'))],
  ])('that is %s is as good as none', async (_, damage) => {
    const { folder, file } = await written()
    expect(await openLayerCache(folder).read(digest, diffId)).toBeDefined()
    await damage(file)
    expect(await openLayerCache(folder).read(digest, diffId)).toBeUndefined()
  })
})

describe('the cache', () => {
  it('is filled by several writers at once', async () => {
    const folder = await temporaryFolder()
    const caches = Array.from({ length: 8 }, () => openLayerCache(folder))
    for (const cache of caches) cache.write(digest, full)
    await Promise.all(caches.map((cache) => cache.close()))
    expect(await onlyFile(folder)).toMatch(/\.jsonl\.gz$/)
    expect(recordsOf(await openLayerCache(folder).read(digest, diffId))).toEqual(every)
  })

  it('keeps what was used last, and forgets what a killed process left', async () => {
    const { folder, file } = await written()
    const { size } = await stat(file)
    const digests = ['b', 'c'].map((text): Digest => computeDigest(Buffer.from(text)))
    const [second = digest, third = digest] = digests
    await age(file, 10)
    const partial = `${file}.abc.partial`
    await writeFile(partial, 'cut')
    await age(partial, 120)
    const cache = openLayerCache(folder, size * 2 + size / 2)
    cache.write(second, full)
    await cache.close()
    expect(await cache.read(digest, diffId)).toBeDefined()
    await age(join(folder, pathOf(second)), 5)
    const next = openLayerCache(folder, size * 2 + size / 2)
    next.write(third, full)
    await next.close()
    expect(await next.read(digest, diffId)).toBeDefined()
    expect(await next.read(second, diffId)).toBeUndefined()
    expect(await next.read(third, diffId)).toBeDefined()
    await expect(stat(partial)).rejects.toThrow('ENOENT')
  })

  it('that cannot be written to is no hindrance', async () => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'layers'), 'a file in its place')
    const cache = openLayerCache(join(folder, 'layers'))
    cache.write(digest, full)
    await cache.close()
    expect(await cache.read(digest, diffId)).toBeUndefined()
  })

  it('spares a source its layers in the next run, and still compares what is promised of them', async () => {
    const packed = await packLayer([{ path: 'app', text: 'app' }])
    const good = image({ platform: 'linux/amd64', layers: [packed] })
    const other = image({ platform: 'linux/amd64', layers: [{ ...packed, diffId }] })
    const source = createMemorySource([good, other])
    const cacheDir = await temporaryFolder()
    const run = async (content: typeof good) => {
      const layers = createLayerReader({ cacheDir })
      const reading = await readRootFs({ source, ...parseContent(content), layers })
      await layers.close()
      return reading
    }
    const cold = await run(good)
    const warm = await run(good)
    expect(source.opened).toHaveLength(1)
    expect([...warm.rootfs.entries]).toEqual([...cold.rootfs.entries])
    expect((await run(other)).problems).toMatchObject([{ code: 'rootfs/layer-invalid' }])
    expect(source.opened).toHaveLength(1)
  })

  it('holds no layer that was refused', async () => {
    const cacheDir = await temporaryFolder()
    const content = image({ platform: 'linux/amd64', layers: [await packLayer([{ path: '../out', text: '' }])] })
    const layers = createLayerReader({ cacheDir })
    await readRootFs({ source: createMemorySource([content]), ...parseContent(content), layers })
    await layers.close()
    expect(await readdir(cacheDir)).toEqual([])
  })
})

function recordsOf(layer: Layer | undefined): readonly LayerRecord[] {
  const records = layer?.records
  if (records === undefined) throw new Error('the layer is not there')
  return Array.from({ length: records.length }, (_, index) => records.get(index))
}

async function edit(file: string, change: (text: string) => string): Promise<void> {
  const before = gunzipSync(await readFile(file)).toString()
  const after = change(before)
  if (after === before) throw new Error('the file has no such text')
  await writeFile(file, gzipSync(after))
}

async function age(file: string, minutes: number): Promise<void> {
  const time = new Date(Date.now() - minutes * 60_000)
  await utimes(file, time, time)
}

function pathOf(of: Digest): string {
  const encoded = of.slice('sha256:'.length)
  return `v1-1.2.3/sha256/${encoded.slice(0, 2)}/${encoded}.jsonl.gz`
}
