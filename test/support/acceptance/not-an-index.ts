import { serverImage } from '../busybox-image.ts'
import { type ImageRegistry, type PushedImage, pushImage } from '../image-registry.ts'

/** A single amd64 manifest under the tag: what pull, tag and push leave of an index. */
export async function notAnIndex(registry: ImageRegistry): Promise<PushedImage> {
  return pushImage(registry, await serverImage('linux/amd64'), 'not-an-index')
}
