import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { storeInLayout } from '../../../src/build/push-layout.ts'
import { openPushRegistry } from '../../../src/build/push-registry.ts'
import { HarnessError } from '../../../src/errors.ts'
import { openLocalImage } from '../../../src/image/archive-image.ts'
import { openImageView } from '../../../src/image/view.ts'
import { computeDigest } from '../../../src/oci/digest.ts'
import { temporaryFolder } from '../../unit/image/temporary-folder.ts'

const config = Buffer.from('{"os":"linux","architecture":"arm64","config":{},"rootfs":{"type":"layers","diff_ids":[]}}')
const mediaType = 'application/vnd.oci.image.manifest.v1+json'
const manifest = Buffer.from(
  JSON.stringify({
    schemaVersion: 2,
    mediaType,
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: computeDigest(config),
      size: config.byteLength,
    },
    layers: [],
  }),
)

async function open() {
  const folder = await temporaryFolder()
  const layout = storeInLayout(folder)
  const registry = await openPushRegistry([layout])
  onTestFinished(() => registry.close())
  const base = `http://${registry.nameOf(0).replace('/', '/v2/')}`
  return { folder, layout, registry, base }
}

async function push(base: string, bytes: Uint8Array, digest: string = computeDigest(bytes)): Promise<number> {
  const begun = await fetch(`${base}/blobs/uploads/`, { method: 'POST' })
  const place = new URL(begun.headers.get('location') ?? '', base)
  return (await fetch(`${place.href}?digest=${digest}`, { method: 'PUT', body: Buffer.from(bytes) })).status
}

it('what is pushed under a tag becomes a layout of one image', async () => {
  const { folder, layout, registry, base } = await open()
  expect(registry.isReached()).toBe(false)
  expect((await fetch(`${base}/blobs/${computeDigest(config)}`, { method: 'HEAD' })).status).toBe(404)
  expect(await push(base, config)).toBe(201)
  expect((await fetch(`${base}/blobs/${computeDigest(config)}`, { method: 'HEAD' })).status).toBe(200)
  const headers = { 'content-type': mediaType }
  const put = await fetch(`${base}/manifests/built`, { method: 'PUT', headers, body: manifest })
  expect([put.status, put.headers.get('docker-content-digest')]).toEqual([201, computeDigest(manifest)])
  await layout.finish(computeDigest(manifest))

  const source = await openLocalImage({ transport: 'oci', path: folder }, 'built')
  const view = await openImageView(source)
  expect(view.root.digest).toBe(computeDigest(manifest))
  expect(view.images).toHaveLength(1)
  await source.close()
  expect(registry.isReached()).toBe(true)
  expect(registry.failure()).toBeUndefined()
})

it('bytes that are not those of their digest are refused, and not kept', async () => {
  const { folder, registry, base } = await open()
  expect(await push(base, config, computeDigest(manifest))).toBe(400)
  expect(registry.failure()).toMatchObject({ code: 'digest-mismatch' })
  const blobs = computeDigest(manifest).replace(':', '/')
  await expect(readFile(join(folder, 'blobs', blobs))).rejects.toThrow('ENOENT')
})

it('who does not know the name gets nothing', async () => {
  const { registry, base } = await open()
  const elsewhere = base.replace(/everyarch\/[0-9a-f]+/, 'everyarch/0000000000000000')
  expect(elsewhere).not.toBe(base)
  expect(await push(elsewhere, config)).toBe(404)
  expect((await fetch(`${base}/manifests/${computeDigest(manifest)}`)).status).toBe(405)
  expect(registry.failure()).toBeUndefined()
})

it('an image that was never pushed is no layout', async () => {
  const { layout } = await open()
  const finishing = layout.finish(computeDigest(manifest))
  await expect(finishing).rejects.toThrow(/did not push sha256:.*, which it says it built/)
  await expect(finishing).rejects.toBeInstanceOf(HarnessError)
})
