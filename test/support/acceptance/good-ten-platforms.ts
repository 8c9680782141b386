import { attestation } from '../attestation.ts'
import { busyboxPlatforms } from '../busybox.ts'
import { serverImage } from '../busybox-image.ts'
import { index } from '../image-builder.ts'
import { type ImageRegistry, type PushedImage, pushImage } from '../image-registry.ts'

/** Ten platforms that start and serve, each with an attestation, listed as buildx lists them. */
export async function goodTenPlatforms(registry: ImageRegistry): Promise<PushedImage> {
  const images = await Promise.all(busyboxPlatforms.map((platform) => serverImage(platform)))
  return pushImage(registry, index([...images, ...images.map(attestation)]), 'good-ten-platforms')
}
