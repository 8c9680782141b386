import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { writeLargeLayer } from '../support/large-layer.ts'

/** Writes an OCI image layout of one platform whose only layer holds 200,000 files and two gibibytes. */
export async function writeLargeImage(folder: string): Promise<void> {
  const blobs = join(folder, 'blobs', 'sha256')
  await mkdir(blobs, { recursive: true })
  const writeBlob = async (value: unknown): Promise<{ readonly digest: string; readonly size: number }> => {
    const text = JSON.stringify(value)
    const hex = createHash('sha256').update(text).digest('hex')
    await writeFile(join(blobs, hex), text)
    return { digest: `sha256:${hex}`, size: Buffer.byteLength(text) }
  }
  const draft = join(folder, 'layer.tar.gz')
  await writeLargeLayer(draft, 200_000, 2048)
  const hex = await sha256(draft)
  const layer = join(blobs, hex)
  await rename(draft, layer)
  const mediaType = (name: string): string => `application/vnd.oci.image.${name}`
  const config = await writeBlob({
    os: 'linux',
    architecture: 'amd64',
    rootfs: { type: 'layers', diff_ids: [`sha256:${await sha256(layer, true)}`] },
  })
  const size = (await stat(layer)).size
  const manifest = await writeBlob({
    schemaVersion: 2,
    mediaType: mediaType('manifest.v1+json'),
    config: { mediaType: mediaType('config.v1+json'), ...config },
    layers: [{ mediaType: mediaType('layer.v1.tar+gzip'), digest: `sha256:${hex}`, size }],
  })
  const entry = { mediaType: mediaType('manifest.v1+json'), ...manifest }
  await writeFile(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [entry] }))
  await writeFile(join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }))
}

async function sha256(path: string, unpacked = false): Promise<string> {
  const hash = createHash('sha256')
  if (unpacked) await pipeline(createReadStream(path), createGunzip(), hash)
  else await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
