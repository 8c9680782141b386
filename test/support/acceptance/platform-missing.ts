import { serverImage } from '../busybox-image.ts'
import { index } from '../image-builder.ts'
import { type ImageRegistry, type PushedImage, pushImage } from '../image-registry.ts'

/** amd64 and arm/v7: an engine asked for arm64 takes the latter and says nothing. */
export async function platformMissing(registry: ImageRegistry): Promise<PushedImage> {
  const images = [await serverImage('linux/amd64'), await serverImage('linux/arm/v7')]
  return pushImage(registry, index(images), 'platform-missing')
}
