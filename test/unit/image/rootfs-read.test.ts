import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createLayerReader, type LayerReaderOptions } from '../../../src/image/layer-reader.ts'
import type { RootFsReading } from '../../../src/image/rootfs.ts'
import { readRootFs } from '../../../src/image/rootfs-read.ts'
import { computeDigest } from '../../../src/oci/digest.ts'
import { mediaTypes } from '../../support/content.ts'
import { image } from '../../support/image-builder.ts'
import { layer, type Layer, packTar, rawLayer } from '../../support/layer.ts'
import { createMemorySource, type MemorySource, parseContent } from './memory-source.ts'
import { archive, entry } from './tar-bytes.ts'

interface Read extends RootFsReading {
  readonly source: MemorySource
}

async function read(
  layers: readonly Layer[],
  options: {
    readonly change?: (source: MemorySource) => void
    readonly diffIds?: readonly string[]
    readonly reader?: LayerReaderOptions
  } = {},
): Promise<Read> {
  const { diffIds } = options
  const content = image({
    platform: 'linux/amd64',
    layers,
    ...(diffIds === undefined ? {} : { editConfig: (config) => ({ ...config, rootfs: { diff_ids: diffIds } }) }),
  })
  const source = createMemorySource([content])
  options.change?.(source)
  const reading = await readRootFs({ source, ...parseContent(content), layers: createLayerReader(options.reader) })
  return { ...reading, source }
}

const digestOf = ({ bytes }: Layer) => computeDigest(bytes)
const codes = (reading: Read) => reading.problems.map(({ code }) => code)
const words = (reading: Read) => reading.problems.map(({ message }) => message).join('\n')
const good = await layer([{ path: '/etc/os-release', text: 'ID=test\n' }])

describe('a good layer', () => {
  it.each(['gzip', 'zstd', 'none'] as const)('packed by %s is read without a word', async (compression) => {
    const reading = await read([await layer([{ path: 'bin/app', text: 'hello', mode: 0o755 }], { compression })])
    expect(reading).toMatchObject({ problems: [], failures: [], isComplete: true })
    expect(reading.rootfs.entries.get('/bin/app')).toMatchObject({ mode: 0o755, sizeBytes: 5 })
  })

  it('of no files at all, and of no bytes at all, is empty', async () => {
    const reading = await read([
      await layer([], { unique: false }),
      rawLayer(new Uint8Array(), { mediaType: mediaTypes.layer }),
    ])
    expect(reading).toMatchObject({ problems: [], isComplete: true })
    expect([...reading.rootfs.entries.keys()]).toEqual(['/'])
  })

  it('of several images is read once, however many ask at once', async () => {
    const top = await layer([{ path: 'app', text: 'x' }])
    const contents = [
      image({ platform: 'linux/amd64', layers: [good] }),
      image({ platform: 'linux/arm64', layers: [good, top] }),
    ]
    const source = createMemorySource(contents)
    const layers = createLayerReader()
    const asked = [...contents, ...contents].map((content) => readRootFs({ source, ...parseContent(content), layers }))
    expect((await Promise.all(asked)).map(({ rootfs }) => rootfs.entries.has('/app'))).toEqual([
      false,
      true,
      false,
      true,
    ])
    expect(source.opened.toSorted()).toEqual([digestOf(good), digestOf(top)].toSorted())
  })
})

it('a layer that one source lacks is read from another that asks for it', async () => {
  const content = image({ platform: 'linux/amd64', layers: [good] })
  const [empty, full] = [createMemorySource([content]), createMemorySource([content])]
  empty.replace(digestOf(good), undefined)
  const layers = createLayerReader()
  const ask = (source: MemorySource) => readRootFs({ source, ...parseContent(content), layers })
  const [without, complete] = await Promise.all([ask(empty), ask(full)])
  expect(without.failures).toMatchObject([{ error: { code: 'content-missing' } }])
  expect(complete).toMatchObject({ failures: [], isComplete: true })
})

it('a layer that one reader gives up is read for another', async () => {
  const content = image({ platform: 'linux/amd64', layers: [good] })
  const source = createMemorySource([content])
  const layers = createLayerReader()
  const signal = AbortSignal.abort()
  const [gaveUp, complete] = await Promise.allSettled([
    readRootFs({ source, ...parseContent(content), layers, signal }),
    readRootFs({ source, ...parseContent(content), layers }),
  ])
  expect(gaveUp).toMatchObject({ status: 'rejected', reason: { code: 'interrupted' } })
  expect(complete).toMatchObject({ status: 'fulfilled', value: { isComplete: true } })
})

describe('a layer that is not what was promised', () => {
  it('by its diffID is a problem, and its files are known all the same', async () => {
    const reading = await read([{ ...good, diffId: computeDigest(Buffer.from('other')) }])
    expect(codes(reading)).toEqual(['rootfs/layer-invalid'])
    expect(words(reading)).toContain(`layer 1 of 1 (${digestOf(good).slice(0, 19)}): the config promises the content`)
    expect(reading).toMatchObject({ isComplete: true, failures: [] })
    expect(reading.rootfs.entries.has('/etc/os-release')).toBe(true)
  })

  it('by its type is a problem', async () => {
    const tar = await packTar([{ path: 'a', text: 'a' }])
    const reading = await read([rawLayer(tar, { mediaType: `${mediaTypes.layer}+gzip`, diffId: computeDigest(tar) })])
    expect(words(reading)).toContain('its type promises gzip data, it is a plain tar')
    expect(reading.isComplete).toBe(true)
  })

  it('by a sha512 diffID is compared by that', async () => {
    const tar = await packTar([{ path: 'a', text: 'a' }])
    const plain = rawLayer(tar, { mediaType: mediaTypes.layer })
    expect(codes(await read([{ ...plain, diffId: computeDigest(tar, 'sha512') }]))).toEqual([])
    expect(codes(await read([{ ...plain, diffId: computeDigest(Buffer.of(), 'sha512') }]))).toEqual([
      'rootfs/layer-invalid',
    ])
  })

  it.each([
    ['cut in its compressed data', rawLayer(gzipSync(archive()).subarray(0, -6), {}), /ends early/],
    ['that is no tar', rawLayer(gzipSync('no tar at all, '.repeat(100)), {}), /octal|checksum/],
    ['that is no gzip', rawLayer(Buffer.from('not gzip'), {}), /middle of a header/],
    ['whose tar is cut', rawLayer(gzipSync(entry({}, 'a'.repeat(2000)).subarray(0, 1500)), {}), /middle of an entry/],
    [
      'with a name that leads out',
      rawLayer(gzipSync(archive(entry({ name: '../etc/passwd' }))), {}),
      /leads out of the root/,
    ],
  ])('%s is left out, and the others are read', async (_, broken, message) => {
    const reading = await read([good, broken])
    expect(codes(reading)).toEqual(['rootfs/layer-invalid'])
    expect(words(reading)).toMatch(message)
    expect(reading).toMatchObject({ isComplete: false, failures: [] })
    expect(reading.rootfs.entries.has('/etc/os-release')).toBe(true)
  })

  it('in number is a problem', async () => {
    const missing = await read([good, await layer([])], { diffIds: [good.diffId] })
    expect(words(missing)).toBe('the config lists 1 layers, the manifest 2')
    const extra = await read([good], { diffIds: [good.diffId, good.diffId] })
    expect(words(extra)).toBe('the config lists 2 layers, the manifest 1')
    expect(codes(extra)).toEqual(['rootfs/layer-invalid'])
  })
})

describe('a layer that cannot be read', () => {
  it.each([
    [`${mediaTypes.layer}+gzip+encrypted`, /encrypted/],
    [`${mediaTypes.layer}+brotli`, /neither a plain, a gzip nor a zstd tar/],
    ['application/vnd.erofs.layer.v1', /neither a plain/],
    ['application/octet-stream', /which is no layer/],
  ])('for its type %s is told so, without opening it', async (mediaType, message) => {
    const reading = await read([rawLayer(good.bytes, { mediaType, diffId: good.diffId })])
    expect(codes(reading)).toEqual(['rootfs/layer-unreadable'])
    expect(words(reading)).toMatch(message)
    expect(reading).toMatchObject({ isComplete: false, failures: [], source: { opened: [] } })
  })

  it('for its compression is told so', async () => {
    const bytes = Buffer.concat([Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]), Buffer.alloc(40)])
    const reading = await read([rawLayer(bytes, {})])
    expect(codes(reading)).toEqual(['rootfs/layer-unreadable'])
    expect(words(reading)).toContain('packed with xz')
  })

  it('since it is not distributed is told so; where it is there, it is read', async () => {
    const foreign = { ...good, mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip' }
    const reading = await read([foreign], { change: (source) => source.replace(digestOf(good), undefined) })
    expect(codes(reading)).toEqual(['rootfs/layer-unreadable'])
    expect(words(reading)).toContain('not distributed')
    expect((await read([foreign])).problems).toEqual([])
  })
})

describe('what the source throws', () => {
  it('is kept beside the layer it is about', async () => {
    const reading = await read([good, await layer([{ path: 'b', text: 'b' }])], {
      change: (source) => source.replace(digestOf(good), undefined),
    })
    expect(reading).toMatchObject({ problems: [], isComplete: false })
    expect(reading.failures).toMatchObject([{ layer: { digest: digestOf(good) }, error: { code: 'content-missing' } }])
    expect(reading.rootfs.entries.has('/b')).toBe(true)
  })

  it('of other bytes wins over what these bytes look like', async () => {
    const reading = await read([good], {
      change: (source) => source.replace(digestOf(good), good.bytes.subarray(0, -30)),
    })
    expect(reading.problems).toEqual([])
    expect(reading.failures).toMatchObject([{ error: { code: 'digest-mismatch' } }])
  })

  it('when it is interrupted ends everything', async () => {
    const content = image({ platform: 'linux/amd64', layers: [good] })
    const signal = AbortSignal.abort()
    const asked = {
      source: createMemorySource([content]),
      ...parseContent(content),
      layers: createLayerReader(),
      signal,
    }
    await expect(readRootFs(asked)).rejects.toMatchObject({ code: 'interrupted' })
  })
})
