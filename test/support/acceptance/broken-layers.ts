import { computeDigest } from '../../../src/oci/digest.ts'
import { httpServer, userland } from '../busybox-image.ts'
import { mediaTypes } from '../content.ts'
import { image } from '../image-builder.ts'
import type { ImageRegistry, PushedImage } from '../image-registry.ts'
import { type Layer, layer, rawLayer } from '../layer.ts'
import { type PairPlatform, pushPair } from './pair.ts'

const page = [{ path: '/www/index.html', text: 'hello\n' }]

/** The last layer of arm64 ends in the middle of its compressed data. */
export async function layerTruncated(registry: ImageRegistry): Promise<PushedImage> {
  return pushLayers(registry, 'layer-truncated', ({ bytes, diffId }) => rawLayer(bytes.subarray(0, -20), { diffId }))
}

/** The last layer of arm64 is no gzip. */
export async function layerNotCompressed(registry: ImageRegistry): Promise<PushedImage> {
  return pushLayers(registry, 'layer-not-compressed', ({ diffId }) => rawLayer(Buffer.from('not gzip'), { diffId }))
}

/** The config of arm64 promises another content of its last layer. */
export async function layerOfOtherContent(registry: ImageRegistry): Promise<PushedImage> {
  const diffId = computeDigest(Buffer.from('something else'))
  return pushLayers(registry, 'layer-of-other-content', ({ bytes }) => rawLayer(bytes, { diffId }))
}

/** The last layer of arm64 is encrypted: nobody without the key can say what it holds. */
export async function layerEncrypted(registry: ImageRegistry): Promise<PushedImage> {
  const mediaType = `${mediaTypes.layer}+gzip+encrypted`
  return pushLayers(registry, 'layer-encrypted', ({ bytes, diffId }) =>
    rawLayer(bytes.toReversed(), { mediaType, diffId }),
  )
}

/** A compression that no engine knows. */
export async function layerOfUnknownCompression(registry: ImageRegistry): Promise<PushedImage> {
  const mediaType = `${mediaTypes.layer}+brotli`
  return pushLayers(registry, 'layer-of-unknown-compression', ({ bytes, diffId }) =>
    rawLayer(bytes, { mediaType, diffId }),
  )
}

async function pushLayers(registry: ImageRegistry, name: string, damage: (good: Layer) => Layer): Promise<PushedImage> {
  return pushPair(registry, name, async (platform: PairPlatform) => {
    const last = await layer(page)
    const layers = [await userland(platform), platform === 'linux/arm64' ? damage(last) : last]
    return image({ platform, layers, config: httpServer })
  })
}
