import { scratchServerImage } from '../busybox-image.ts'
import { index } from '../image-builder.ts'
import { type ImageRegistry, type PushedImage, pushImage } from '../image-registry.ts'

/** FROM scratch, one static server and its page: nothing in it can print `uname`. */
export async function scratchWithoutShell(registry: ImageRegistry): Promise<PushedImage> {
  const images = [await scratchServerImage('linux/amd64'), await scratchServerImage('linux/arm64')]
  return pushImage(registry, index(images), 'scratch-without-shell')
}
