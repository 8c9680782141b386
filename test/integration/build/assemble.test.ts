import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { assembleImage } from '../../../src/build/assemble.ts'
import { openLocalImage } from '../../../src/image/archive-image.ts'
import { openRegistrySource } from '../../../src/image/registry-source.ts'
import { openImageView } from '../../../src/image/view.ts'
import { parseImageIndex } from '../../../src/oci/image-index.ts'
import { parseReference } from '../../../src/oci/reference.ts'
import { createRegistryClient } from '../../../src/registry/client.ts'
import { assembleReferences } from '../../support/assembled.ts'
import { attestation } from '../../support/attestation.ts'
import type { ImageContent } from '../../support/content.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { image, index, listed } from '../../support/image-builder.ts'
import { type PushedImage, pushImage } from '../../support/image-registry.ts'
import { layer } from '../../support/layer.ts'
import { layoutFiles, writeFolder } from '../../unit/image/layout-files.ts'

const registry = openDistributionRegistry()
const client = createRegistryClient()
afterAll(() => client.close())

async function make(platform: Parameters<typeof image>[0]['platform']): Promise<ImageContent> {
  return image({ platform, layers: [await layer([{ path: '/app', text: 'x' }])] })
}

async function push(content: ImageContent): Promise<PushedImage> {
  return pushImage(registry, content, 'parts')
}

async function assemble(...parts: readonly PushedImage[]) {
  return assembleReferences(
    client,
    parts.map(({ reference }) => reference),
  )
}

describe('several images as one', () => {
  it('is read from where each of them is', async () => {
    const parts = [await push(await make('linux/amd64')), await push(await make('linux/arm64'))]
    const { source } = await assemble(...parts)
    const view = await openImageView(source)
    expect(source.repository).toBeUndefined()
    expect(source.name).toBe(`assemble:${parts.map(({ repository, digest }) => `${repository}@${digest}`).join(',')}`)
    for (const { readConfig, readManifest, descriptor } of view.images) {
      expect((await readConfig()).value.os).toBe('linux')
      const [first] = (await readManifest()).value.layers
      if (first === undefined) throw new Error('no layer')
      const sizes = []
      for await (const chunk of await source.openBlob(first)) sizes.push(chunk.byteLength)
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(first.sizeBytes)
      expect(await source.checkBlob(first.digest)).toMatchObject({ state: 'present' })
      expect(await source.checkManifest(descriptor.digest)).toMatchObject({ state: 'present' })
    }
  })

  it('misses what none of them has', async () => {
    const one = await push(await make('linux/amd64'))
    const { source } = await assemble(one, await push(await make('linux/arm64')))
    const absent = `sha256:${'0'.repeat(64)}` as const
    expect(await source.checkBlob(absent)).toEqual({ state: 'missing' })
    expect(await source.checkManifest(absent)).toEqual({ state: 'missing' })
    const read = source.readBlob({ mediaType: '', digest: absent, sizeBytes: 1 }, 10)
    await expect(read).rejects.toMatchObject({ code: 'content-missing' })
  })

  it('takes the platform of a bare manifest from its config, the version of Windows too', async () => {
    const windows = { os: 'windows', architecture: 'amd64', 'os.version': '10.0.20348.1' }
    const { source } = await assemble(await push(await make(windows)), await push(await make('linux/arm/v6')))
    const { manifests } = parseImageIndex((await source.readRoot()).value)
    expect(manifests.map(({ platform }) => platform)).toEqual([
      { os: 'windows', architecture: 'amd64', osVersion: '10.0.20348.1' },
      { os: 'linux', architecture: 'arm', variant: 'v6' },
    ])
  })

  it('takes it from there too where an index does not name it', async () => {
    const unnamed = await push(index([listed(await make('linux/s390x'), { platform: 'none' })]))
    const { source } = await assemble(unnamed, await push(await make('linux/amd64')))
    const { manifests } = parseImageIndex((await source.readRoot()).value)
    expect(manifests[0]?.platform).toEqual({ os: 'linux', architecture: 's390x' })
  })

  it('may be of layouts of this machine and of registries', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-test-'))
    const local = await make('linux/arm64')
    await writeFolder(folder.path, layoutFiles([local], [local.descriptor]))
    const opened = await openImageView(await openLocalImage({ transport: 'oci', path: folder.path }, 'oci:out'))
    const { reference, repository, digest } = await push(await make('linux/amd64'))
    const pushed = await openImageView(openRegistrySource(client, parseReference(reference), reference))
    const { source } = await assembleImage([opened, pushed])
    expect(source.name).toBe(`assemble:oci:out,${repository}@${digest}`)
    const view = await openImageView(source)
    const platforms = await Promise.all(
      view.images.map(async ({ readConfig }) => (await readConfig()).value.architecture),
    )
    expect(platforms).toEqual(['arm64', 'amd64'])
    await source.close()
  })

  it('is an index as it was where it is the only one', async () => {
    const built = await make('linux/amd64')
    const only = await push(index([built, attestation(built)], { annotations: { a: 'b' } }))
    const { source } = await assemble(only)
    expect((await source.readRoot()).digest).toBe(only.digest)
  })

  it('refuses an index inside an index', async () => {
    const inner = index([await make('linux/amd64')])
    const outer = await push(index([inner]))
    await expect(assemble(outer, await push(await make('linux/arm64')))).rejects.toMatchObject({
      code: 'image-unsupported',
      message: `${outer.reference} has an index inside it, ${inner.document.digest}`,
      hint: 'name the images in it, or that index, by digest',
    })
  })
})
