import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { computeDigest, type Digest } from '../../../src/oci/digest.ts'
import { mediaTypes } from '../../../src/oci/media-type.ts'
import { createRegistryClient, type RegistryClient } from '../../../src/registry/client.ts'
import type { Repository } from '../../../src/registry/repository.ts'
import type { BlobUpload } from '../../../src/registry/blob-upload.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { drain } from '../../support/hostile-registry.ts'
import { client } from './hostile.ts'

const registry = openDistributionRegistry()
const unique = (): string => randomBytes(6).toString('hex')
const repositoryOf = (name: string): Repository => ({
  registry: registry.address,
  repository: `everyarch/client-${name}-${unique()}`,
})

function upload(bytes: Uint8Array, more: Partial<BlobUpload> = {}): BlobUpload {
  const open = async function* (): AsyncGenerator<Uint8Array, void> {
    yield bytes.subarray(0, 10)
    yield bytes.subarray(10)
  }
  return { digest: computeDigest(bytes), sizeBytes: bytes.length, open: async () => open(), ...more }
}

function describeBlob(mediaType: string, bytes: Uint8Array) {
  return { mediaType, digest: computeDigest(bytes), size: bytes.length }
}

async function neverOpened(): Promise<never> {
  throw new Error('it was opened')
}

/** Pushes an image of one layer and returns what it is made of. */
async function pushImage(opened: RegistryClient, repository: Repository, tag: string) {
  const layer = randomBytes(5000)
  const config = Buffer.from(JSON.stringify({ os: 'linux', architecture: 'amd64', unique: unique() }))
  await opened.uploadBlob(repository, upload(layer))
  await opened.uploadBlob(repository, upload(config))
  const manifest = {
    schemaVersion: 2,
    mediaType: mediaTypes.ociManifest,
    config: describeBlob(mediaTypes.ociConfig, config),
    layers: [describeBlob(mediaTypes.ociLayer, layer)],
  }
  const bytes = Buffer.from(JSON.stringify(manifest))
  const digest = await opened.putManifest(repository, { bytes, mediaType: mediaTypes.ociManifest, tag })
  return { layer, config, bytes, digest, manifest }
}

describe('a distribution registry', () => {
  let opened: RegistryClient
  const repository = repositoryOf('image')
  let image: Awaited<ReturnType<typeof pushImage>>

  beforeAll(async () => {
    opened = createRegistryClient()
    image = await pushImage(opened, repository, 'v1')
    return () => opened.close()
  })

  it('gives back what was pushed, by tag and by digest', async () => {
    const expected = { digest: image.digest, mediaType: mediaTypes.ociManifest, value: image.manifest }
    const byTag = await opened.getRoot({ ...repository, tag: 'v1' })
    expect(byTag).toMatchObject(expected)
    expect(Buffer.from(byTag.bytes)).toEqual(image.bytes)
    expect(await opened.getManifest(repository, image.digest)).toMatchObject(expected)
    expect(await opened.getRoot({ ...repository, digest: image.digest })).toMatchObject(expected)
  })

  it('gives blobs whole and as streams', async () => {
    const digest = computeDigest(image.layer)
    expect(Buffer.from(await opened.getBlob(repository, digest, 10_000))).toEqual(image.layer)
    const stream = await opened.openBlob(repository, { digest, sizeBytes: image.layer.length })
    expect(await drain(stream)).toEqual(image.layer)
    await expect(opened.getBlob(repository, digest, 4999)).rejects.toMatchObject({ code: 'limit-exceeded' })
  })

  it('says what it holds', async () => {
    const missing = computeDigest(randomBytes(8))
    expect(await opened.headBlob(repository, computeDigest(image.layer))).toEqual({ state: 'present', sizeBytes: 5000 })
    expect(await opened.headBlob(repository, missing)).toEqual({ state: 'missing' })
    expect(await opened.headManifest(repository, missing)).toEqual({ state: 'missing' })
    expect(await opened.headManifest(repository, 'v1')).toEqual({
      state: 'present',
      sizeBytes: image.bytes.length,
      digest: image.digest,
      mediaType: mediaTypes.ociManifest,
    })
  })

  it('lists its tags', async () => {
    expect(await opened.listTags(repository)).toEqual(['v1'])
  })

  it('says whether the tag or the repository is missing', async () => {
    await expect(opened.getRoot({ ...repository, tag: 'v2' })).rejects.toMatchObject({
      code: 'image-not-found',
      message: `${registry.address}/${repository.repository} has no tag "v2"`,
      hint: 'did you mean "v1"? it has "v1"',
    })
    const nowhere = repositoryOf('nowhere')
    await expect(opened.getRoot(nowhere)).rejects.toMatchObject({
      code: 'image-not-found',
      message: `${registry.address} has no repository "${nowhere.repository}"`,
    })
  })

  it('mounts a blob from another repository without its being sent', async () => {
    const other = repositoryOf('mount')
    const digest = computeDigest(image.layer)
    const blob = upload(image.layer, { mountFrom: repository.repository, open: neverOpened })
    await opened.uploadBlob(other, blob)
    expect(await opened.headBlob(other, digest)).toMatchObject({ state: 'present' })
    await opened.uploadBlob(other, upload(image.layer, { open: neverOpened }))
  })

  it('is sent a blob that cannot be mounted', async () => {
    const bytes = randomBytes(100)
    await opened.uploadBlob(repository, upload(bytes, { mountFrom: repositoryOf('nowhere').repository }))
    expect(await opened.headBlob(repository, computeDigest(bytes))).toEqual({ state: 'present', sizeBytes: 100 })
  })

  it('refuses a blob that is not what its digest says', async () => {
    const blob = { ...upload(randomBytes(100)), digest: computeDigest(randomBytes(100)) satisfies Digest }
    await expect(opened.uploadBlob(repository, blob)).rejects.toMatchObject({
      code: 'registry-failed',
      details: { method: 'PUT', registryCode: 'DIGEST_INVALID' },
    })
  })

  it('shows the requests it was asked, and the bytes they brought', async () => {
    const seen: string[] = []
    const counting = client({
      onRequest: ({ method, status, receivedBytes }) => seen.push(`${method} ${status} ${receivedBytes}`),
    })
    await counting.getManifest(repository, 'v1')
    await counting.headBlob(repository, computeDigest(image.layer))
    expect(seen).toEqual([`GET 200 ${image.bytes.length}`, 'HEAD 200 0'])
  })

  it('that lost a layer says so', async () => {
    const lost = await pushImage(opened, repository, 'lost')
    await registry.deleteBlob(repository.repository, computeDigest(lost.layer))
    expect(await opened.headBlob(repository, computeDigest(lost.layer))).toEqual({ state: 'missing' })
    await expect(opened.openBlob(repository, { digest: computeDigest(lost.layer) })).rejects.toMatchObject({
      code: 'content-missing',
    })
  })
})
