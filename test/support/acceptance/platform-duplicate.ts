import { serverImage } from '../busybox-image.ts'
import { index } from '../image-builder.ts'
import { type ImageRegistry, type PushedImage, pushImage } from '../image-registry.ts'

/** linux/arm64 twice, with different images: engines take the first. */
export async function platformDuplicate(registry: ImageRegistry): Promise<PushedImage> {
  const images = [await serverImage('linux/amd64'), await serverImage('linux/arm64'), await serverImage('linux/arm64')]
  return pushImage(registry, index(images), 'platform-duplicate')
}
