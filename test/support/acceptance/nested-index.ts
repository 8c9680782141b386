import { serverImage } from '../busybox-image.ts'
import { index } from '../image-builder.ts'
import { type ImageRegistry, type PushedImage, pushImage } from '../image-registry.ts'

/** An index that lists an amd64 image and another index, with the arm64 image inside. */
export async function nestedIndex(registry: ImageRegistry): Promise<PushedImage> {
  const inner = index([await serverImage('linux/arm64')])
  return pushImage(registry, index([await serverImage('linux/amd64'), inner]), 'nested-index')
}
