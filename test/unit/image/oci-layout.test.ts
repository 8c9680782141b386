import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openLocalImage } from '../../../src/image/archive-image.ts'
import type { LocalImageName, WantedImage } from '../../../src/image/image-name.ts'
import { createLayerReader } from '../../../src/image/layer-reader.ts'
import { readRootFs } from '../../../src/image/rootfs-read.ts'
import type { ImageSource } from '../../../src/image/source.ts'
import { openImageView } from '../../../src/image/view.ts'
import { computeDigest } from '../../../src/oci/digest.ts'
import { image, index } from '../../support/image-builder.ts'
import { layer } from '../../support/layer.ts'
import { blobPath, type Files, layoutFiles, packFiles, without, writeFolder } from './layout-files.ts'
import { temporaryFolder } from './temporary-folder.ts'

const layers = [await layer([{ path: 'app', text: 'x'.repeat(100_000) }])]
const amd64 = image({ platform: 'linux/amd64', layers })
const arm64 = image({ platform: 'linux/arm64', layers })
const multi = index([amd64, arm64])
const refName = 'org.opencontainers.image.ref.name'
const named = (descriptor: typeof multi.descriptor, annotations: Readonly<Record<string, string>>) => ({
  ...descriptor,
  annotations,
})

async function open(files: Files, wanted?: WantedImage): Promise<ImageSource> {
  const path = await writeFolder(await temporaryFolder(), files)
  return opened({ transport: 'oci', path, ...(wanted === undefined ? {} : { wanted }) })
}

async function openArchive(
  bytes: Uint8Array,
  transport: LocalImageName['transport'] = 'oci-archive',
): Promise<ImageSource> {
  const path = join(await temporaryFolder(), 'image.tar')
  await writeFile(path, bytes)
  return opened({ transport, path })
}

async function opened(name: LocalImageName): Promise<ImageSource> {
  const source = await openLocalImage(name, `${name.transport}:${name.path}`)
  onTestFinished(() => source.close())
  return source
}

const good = layoutFiles([multi], [multi.descriptor])
const rootDigest = async (source: Promise<ImageSource>) => (await (await source).readRoot()).digest

describe('a layout', () => {
  it.each<readonly [string, () => Promise<ImageSource>]>([
    ['in a folder', () => open(good)],
    ['in an archive', async () => openArchive(await packFiles(good))],
    ['in an archive packed by gzip', async () => openArchive(gzipSync(await packFiles(good)))],
    ['in an archive packed by zstd', async () => openArchive(zstdCompressSync(await packFiles(good)))],
    ['in an archive said to be of docker save', async () => openArchive(await packFiles(good), 'docker-archive')],
  ])('%s is an image with all its platforms and files', async (_, openIt) => {
    const source = await openIt()
    const view = await openImageView(source)
    expect(view).toMatchObject({ kind: 'index', root: { digest: multi.document.digest } })
    expect(view.images).toHaveLength(2)
    for (const platform of view.images) {
      const [manifest, config] = [(await platform.readManifest()).value, (await platform.readConfig()).value]
      const reading = await readRootFs({ source, manifest, config, layers: createLayerReader() })
      expect(reading).toMatchObject({ problems: [], failures: [], isComplete: true })
      expect(reading.rootfs.entries.get('/app')?.sizeBytes).toBe(100_000)
    }
    await source.close()
  })

  it('says what it holds', async () => {
    const source = await open(good)
    const { document, blobs } = amd64
    expect(await source.checkManifest(multi.document.digest)).toMatchObject({ state: 'present' })
    expect(await source.checkManifest(document.digest)).toEqual({ state: 'present', sizeBytes: document.bytes.length })
    for (const blob of blobs)
      expect(await source.checkBlob(blob.digest)).toEqual({ state: 'present', sizeBytes: blob.bytes.length })
    expect(await source.checkBlob(computeDigest(Buffer.from('none')))).toEqual({ state: 'missing' })
  })

  it('leaves no temporary file of an archive it unpacks', async () => {
    const before = await readdir(tmpdir())
    const source = await openArchive(gzipSync(await packFiles(good)))
    const added = (await readdir(tmpdir())).filter(
      (name) => !before.includes(name) && /^everyarch-[a-zA-Z0-9]{6}$/.test(name),
    )
    expect(added).toEqual([])
    await source.close()
  })
})

describe('of several images in a layout', () => {
  const one = named(amd64.descriptor, { [refName]: 'v1' })
  const two = named(multi.descriptor, {
    [refName]: 'latest',
    'io.containerd.image.name': 'docker.io/library/app:latest',
  })
  const files = layoutFiles([multi], [one, two])

  it.each<readonly [WantedImage, typeof multi]>([
    [{ kind: 'name', name: 'v1' }, amd64],
    [{ kind: 'name', name: 'latest' }, multi],
    [{ kind: 'name', name: 'app' }, multi],
    [{ kind: 'name', name: 'docker.io/library/app:latest' }, multi],
    [{ kind: 'position', position: 1 }, multi],
    [{ kind: 'digest', digest: amd64.document.digest }, amd64],
    [{ kind: 'digest', digest: arm64.document.digest }, arm64],
  ])('the one that is wanted is opened: %o', async (wanted, content) => {
    expect(await rootDigest(open(files, wanted))).toBe(content.document.digest)
  })

  it('one must be named, and one that is there', async () => {
    const listed = /: "v1", "docker\.io\/library\/app:latest"$/
    await expect(open(files)).rejects.toMatchObject({ code: 'image-not-found', message: expect.stringMatching(listed) })
    for (const wanted of [
      { kind: 'name', name: 'v2' },
      { kind: 'position', position: 2 },
    ] as const) {
      await expect(open(files, wanted)).rejects.toMatchObject({
        code: 'image-not-found',
        message: expect.stringMatching(listed),
      })
    }
    const digest = computeDigest(Buffer.from('none'))
    await expect(open(files, { kind: 'digest', digest })).rejects.toMatchObject({ code: 'image-not-found' })
  })

  it('without names the index is the image', async () => {
    const unnamed = layoutFiles([multi], [amd64.descriptor, arm64.descriptor])
    const source = await open(unnamed)
    const bytes = Buffer.from(unnamed['index.json'] ?? '')
    expect(await source.readRoot()).toMatchObject({ digest: computeDigest(bytes) })
    expect((await openImageView(source)).images).toHaveLength(2)
    expect(await source.checkManifest(computeDigest(bytes))).toEqual({ state: 'present', sizeBytes: bytes.length })
  })

  it('what belongs to the one with a name is none, as oras lists it', async () => {
    const latest = named(multi.descriptor, { [refName]: 'latest' })
    const editManifest = (manifest: object) => ({ ...manifest, subject: amd64.descriptor })
    const { platform: _, ...descriptor } = image({ platform: 'linux/amd64', layers, editManifest }).descriptor
    const signature = { ...image({ platform: 'linux/amd64', layers, editManifest }), descriptor }
    const parts = [amd64.descriptor, latest, arm64.descriptor, signature.descriptor]
    expect(await rootDigest(open(layoutFiles([multi, signature], parts)))).toBe(multi.document.digest)
    const untagged = layoutFiles([multi], [amd64.descriptor, multi.descriptor, arm64.descriptor])
    expect(await rootDigest(open(untagged))).toBe(multi.document.digest)
  })

  it('one without a name beside it is another image', async () => {
    const other = image({ platform: 'linux/s390x', layers })
    const entries = [named(multi.descriptor, { [refName]: 'latest' }), amd64.descriptor, other.descriptor]
    const broken = without(layoutFiles([multi, other], entries), blobPath(other.document))
    for (const each of [layoutFiles([multi, other], entries), broken])
      await expect(open(each)).rejects.toMatchObject({ code: 'image-not-found' })
  })

  it('two names of one are one', async () => {
    const twice = layoutFiles([amd64], [one, named(amd64.descriptor, { [refName]: 'v2' })])
    expect(await rootDigest(open(twice))).toBe(amd64.document.digest)
  })
})

describe('a layout that is damaged', () => {
  const config = amd64.blobs[0] ?? amd64.document
  const stored = amd64.blobs[1] ?? amd64.document
  const descriptor = { mediaType: stored.mediaType, digest: stored.digest, sizeBytes: stored.bytes.length }
  const consume = async (source: ImageSource): Promise<void> => {
    for await (const _ of await source.openBlob(descriptor));
  }

  it.each<readonly [string, Files, string]>([
    ['no index', without(good, 'index.json'), 'image-unsupported'],
    ['no version', without(good, 'oci-layout'), 'image-unsupported'],
    ['another version', { ...good, 'oci-layout': '{"imageLayoutVersion":"2.0.0"}' }, 'image-unsupported'],
    ['a version that is none', { ...good, 'oci-layout': '[]' }, 'content-invalid'],
    ['an index that is no JSON', { ...good, 'index.json': '{' }, 'content-invalid'],
    ['an index of 5 MB', { ...good, 'index.json': ' '.repeat(5_000_000) }, 'limit-exceeded'],
    ['an index without images', layoutFiles([], []), 'image-not-found'],
    ['no root', without(good, blobPath(multi.document)), 'content-missing'],
    [
      'another root',
      { ...good, [blobPath(multi.document)]: Buffer.from(multi.document.bytes).fill(32, 0, 1) },
      'digest-mismatch',
    ],
    [
      'a longer root',
      { ...good, [blobPath(multi.document)]: `${Buffer.from(multi.document.bytes).toString()} ` },
      'size-mismatch',
    ],
  ])('by %s is refused', async (_, files, code) => {
    await expect(open(files)).rejects.toMatchObject({ code })
  })

  it('in a blob is told when that is read', async () => {
    const change = (bytes: Uint8Array) => ({ ...good, [blobPath(stored)]: bytes })
    await expect(consume(await open(without(good, blobPath(stored))))).rejects.toMatchObject({
      code: 'content-missing',
    })
    await expect(consume(await open(change(Buffer.alloc(descriptor.sizeBytes))))).rejects.toMatchObject({
      code: 'digest-mismatch',
    })
    await expect(consume(await open(change(stored.bytes.subarray(1))))).rejects.toMatchObject({ code: 'size-mismatch' })
    await expect(consume(await open(change(Buffer.concat([stored.bytes, stored.bytes]))))).rejects.toMatchObject({
      code: 'size-mismatch',
    })
    const wanted = { mediaType: config.mediaType, digest: config.digest, sizeBytes: config.bytes.length }
    await expect((await open(good)).readBlob(wanted, 10)).rejects.toMatchObject({ code: 'limit-exceeded' })
  })

  it('by a folder in the place of a blob lacks it', async () => {
    const folder = await writeFolder(await temporaryFolder(), without(good, blobPath(stored)))
    await mkdir(join(folder, blobPath(stored)))
    const source = await opened({ transport: 'oci', path: folder })
    expect(await source.checkBlob(stored.digest)).toEqual({ state: 'missing' })
  })
})

describe('a path', () => {
  it('that is not there, or of another kind, is told with what to do', async () => {
    const folder = await writeFolder(await temporaryFolder(), { file: 'text' })
    const opening = (transport: LocalImageName['transport'], name: string) =>
      opened({ transport, path: join(folder, name) })
    await expect(opening('oci', 'absent')).rejects.toMatchObject({
      code: 'image-not-found',
      message: expect.stringContaining('does not exist'),
    })
    await expect(opening('oci', 'file')).rejects.toMatchObject({
      code: 'image-not-found',
      hint: expect.stringContaining('oci-archive:'),
    })
    await expect(opening('oci-archive', '.')).rejects.toMatchObject({
      code: 'image-not-found',
      hint: expect.stringContaining('oci:'),
    })
    await expect(opening('oci-archive', 'absent')).rejects.toMatchObject({ code: 'image-not-found' })
    await expect(opening('oci-archive', 'file')).rejects.toMatchObject({ code: 'content-invalid' })
  })

  it.each([
    ['cut', async () => (await packFiles(good)).subarray(0, 3000), 'content-invalid'],
    ['of gzip that is cut', async () => gzipSync(await packFiles(good)).subarray(0, -50), 'content-invalid'],
    ['of gzip without a tar', async () => gzipSync('text'), 'content-invalid'],
    ['of another compression', async () => Buffer.from('fd377a585a000000000000', 'hex'), 'image-unsupported'],
    ['of something else', async () => packFiles({ 'notes.txt': 'notes' }), 'image-unsupported'],
    ['with names that lead out', async () => packFiles({ '../index.json': '{}' }), 'content-invalid'],
    ['of no bytes', async () => Buffer.alloc(0), 'image-unsupported'],
  ])('to an archive %s is refused', async (_, bytes, code) => {
    await expect(openArchive(await bytes())).rejects.toMatchObject({ code })
  })
})
