import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openLocalImage } from '../../../src/image/archive-image.ts'
import type { WantedImage } from '../../../src/image/image-name.ts'
import { createLayerReader } from '../../../src/image/layer-reader.ts'
import { readRootFs } from '../../../src/image/rootfs-read.ts'
import type { ImageSource } from '../../../src/image/source.ts'
import { openImageView } from '../../../src/image/view.ts'
import { layer } from '../../support/layer.ts'
import { type Files, packFiles } from './layout-files.ts'
import { temporaryFolder } from './temporary-folder.ts'

const [lower, upper] = await Promise.all([layer([{ path: 'low', text: 'low' }]), layer([{ path: 'up', text: 'up' }])])
const config = (layers: readonly { readonly diffId: string }[]) =>
  JSON.stringify({
    os: 'linux',
    architecture: 'arm64',
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
  })

/** As Docker before 25 saves an image: layers unpacked, one of them a link to where it was saved before. */
const old: Files = {
  'manifest.json': JSON.stringify([
    { Config: 'c.json', RepoTags: ['app:1', 'app:latest'], Layers: ['a/layer.tar', 'b/layer.tar'] },
  ]),
  'c.json': config([lower, upper]),
  'a/layer.tar': gunzipSync(lower.bytes),
  'a/json': '{}',
  repositories: '{}',
}
const links = { 'b/layer.tar': '../d/layer.tar' }
const saved: Files = { ...old, 'd/layer.tar': gunzipSync(upper.bytes) }

async function open(
  files: Files,
  wanted?: WantedImage,
  symlinks: Readonly<Record<string, string>> = {},
): Promise<ImageSource> {
  const path = join(await temporaryFolder(), 'saved.tar')
  await writeFile(path, await packFiles(files, symlinks))
  const name = { transport: 'docker-archive', path, ...(wanted === undefined ? {} : { wanted }) } as const
  const source = await openLocalImage(name, `docker-archive:${path}`)
  onTestFinished(() => source.close())
  return source
}

async function readFiles(source: ImageSource) {
  const view = await openImageView(source)
  expect(view).toMatchObject({ kind: 'manifest', images: [{ position: 'manifest' }] })
  const [platform] = view.images
  if (platform === undefined) throw new Error('there is no image')
  const [manifest, config_] = [(await platform.readManifest()).value, (await platform.readConfig()).value]
  const reading = await readRootFs({ source, manifest, config: config_, layers: createLayerReader() })
  return { ...reading, platform: await platform.readPlatform(), manifest }
}

describe('what docker save wrote', () => {
  it('before there were layouts is an image of one platform', async () => {
    const source = await open(saved, undefined, links)
    const { rootfs, problems, failures, platform, manifest } = await readFiles(source)
    expect(problems).toEqual([])
    expect(failures).toEqual([])
    expect(platform).toMatchObject({ os: 'linux', architecture: 'arm64' })
    expect([...rootfs.entries.keys()]).toEqual(expect.arrayContaining(['/low', '/up']))
    for (const blob of [manifest.config, ...manifest.layers]) {
      expect(await source.checkBlob(blob.digest)).toEqual({ state: 'present', sizeBytes: blob.sizeBytes })
    }
    const root = await source.readRoot()
    expect(await source.checkManifest(root.digest)).toMatchObject({ state: 'present' })
    await source.close()
  })

  it('is read with compressed layers, as other tools save it', async () => {
    const { problems, failures, rootfs } = await readFiles(
      await open({ ...saved, 'a/layer.tar': lower.bytes, 'b/layer.tar': gunzipSync(upper.bytes) }),
    )
    expect([problems, failures]).toEqual([[], []])
    expect(rootfs.entries.has('/low')).toBe(true)
  })

  it('with another layer than its config says is told', async () => {
    const files = { ...saved, 'a/layer.tar': gunzipSync(upper.bytes), 'b/layer.tar': gunzipSync(upper.bytes) }
    expect((await readFiles(await open(files))).failures).toMatchObject([{ error: { code: 'digest-mismatch' } }])
  })

  it('without one of its layers lacks it', async () => {
    const source = await open(old, undefined, links)
    expect((await readFiles(source)).failures).toMatchObject([{ error: { code: 'content-missing' } }])
    expect(await source.checkBlob(upper.diffId)).toEqual({ state: 'missing' })
  })

  it.each([
    ['nothing of it', {}, 'image-unsupported'],
    ['a list that is no JSON', { ...saved, 'manifest.json': '[' }, 'content-invalid'],
    ['a list without a config', { ...saved, 'manifest.json': '[{"Layers":[]}]' }, 'content-invalid'],
    [
      'a config that is not there',
      { ...saved, 'manifest.json': '[{"Config":"x.json","Layers":[]}]' },
      'content-missing',
    ],
    ['a config that is none', { ...saved, 'c.json': '7' }, 'content-invalid'],
    ['no image', { ...saved, 'manifest.json': '[]' }, 'image-not-found'],
  ])('with %s is refused', async (_, files, code) => {
    await expect(open(files)).rejects.toMatchObject({ code })
  })
})

describe('of several images in an archive', () => {
  const several: Files = {
    ...saved,
    'b/layer.tar': gunzipSync(upper.bytes),
    'e.json': config([lower]),
    'manifest.json': JSON.stringify([
      { Config: 'c.json', RepoTags: ['app:1'], Layers: ['a/layer.tar', 'b/layer.tar'] },
      { Config: 'e.json', RepoTags: null, Layers: ['a/layer.tar'] },
    ]),
  }

  it.each<readonly [WantedImage, boolean]>([
    [{ kind: 'name', name: 'app:1' }, true],
    [{ kind: 'name', name: 'docker.io/library/app:1' }, true],
    [{ kind: 'position', position: 0 }, true],
    [{ kind: 'position', position: 1 }, false],
  ])('the one that is wanted is opened: %o', async (wanted, hasUpper) => {
    expect((await readFiles(await open(several, wanted))).rootfs.entries.has('/up')).toBe(hasUpper)
  })

  it('one must be named, and one that is there', async () => {
    await expect(open(several)).rejects.toMatchObject({
      code: 'image-not-found',
      message: expect.stringContaining('several images: "app:1"'),
    })
    await expect(open(several, { kind: 'name', name: 'app:2' })).rejects.toMatchObject({ code: 'image-not-found' })
  })
})
