import { zstdCompressSync } from 'node:zlib'
import { computeDigest } from '../../../src/oci/digest.ts'
import { httpServer, serverImage, userland } from '../busybox-image.ts'
import { type ImageContent, mediaTypes, storedBlob } from '../content.ts'
import { image, index, listed, rawManifest } from '../image-builder.ts'
import { type ImageRegistry, type PushedImage, pushImage } from '../image-registry.ts'
import { layer, packTar, rawLayer } from '../layer.ts'

// Registries of today take none of these, or keep them from happening: a static one serves them.

/** The manifest of arm64 is the first half of one. */
export async function documentCut(registry: ImageRegistry): Promise<PushedImage> {
  const { document, blobs } = await serverImage('linux/arm64')
  const half = rawManifest(document.bytes.subarray(0, document.bytes.length / 2), mediaTypes.manifest, { blobs })
  return pushWith(registry, 'document-cut', listed(half, { platform: 'linux/arm64' }))
}

/** What the registry serves for the manifest of arm64 is another image's. */
export async function digestMismatch(registry: ImageRegistry): Promise<PushedImage> {
  const [arm64, other] = [await sameSizeImage(), await sameSizeImage()]
  const pushed = await pushWith(registry, 'digest-mismatch', arm64)
  const path = pushed.repository.slice(registry.address.length + 1)
  const { bytes, mediaType } = other.document
  await registry.deleteManifest(path, arm64.document.digest)
  await registry.putManifest(path, arm64.document.digest, storedBlob(bytes, mediaType))
  return pushed
}

/** The manifest of arm64 says that its layer has a hundred bytes more than it has. */
export async function sizeMismatch(registry: ImageRegistry): Promise<PushedImage> {
  const page = await layer([{ path: '/www/index.html', text: 'hello\n' }], { unique: false, compression: 'none' })
  const layers = [await userland('linux/arm64'), page]
  const wrong = { mediaType: mediaTypes.layer, digest: page.diffId, size: page.bytes.length + 100 }
  const arm64 = image({
    platform: 'linux/arm64',
    layers,
    config: httpServer,
    editManifest: (manifest) => {
      const [base]: readonly unknown[] = Array.isArray(manifest['layers']) ? manifest['layers'] : []
      return { ...manifest, layers: [base, wrong] }
    },
  })
  return pushWith(registry, 'size-mismatch', arm64)
}

/** A layer of arm64 of a few kilobytes that unpacks to some hundred megabytes of nothing. */
export async function layerTooDense(registry: ImageRegistry): Promise<PushedImage> {
  const tar = await packTar([{ path: '/var/cache/data', bytes: Buffer.alloc(128 * 1024 * 1024) }])
  const dense = rawLayer(zstdCompressSync(tar), { mediaType: `${mediaTypes.layer}+zstd`, diffId: computeDigest(tar) })
  const layers = [await userland('linux/arm64'), dense]
  return pushWith(registry, 'layer-too-dense', image({ platform: 'linux/arm64', layers, config: httpServer }))
}

async function sameSizeImage(): Promise<ImageContent> {
  return image({ platform: 'linux/arm64', layers: [await layer([], { compression: 'none' })], config: httpServer })
}

async function pushWith(registry: ImageRegistry, name: string, arm64: Parameters<typeof index>[0][number]) {
  return pushImage(registry, index([await serverImage('linux/amd64'), arm64]), name)
}
