import { scratchServerImage } from '../busybox-image.ts'
import type { ImageRegistry, PushedImage } from '../image-registry.ts'
import { pushPair } from './pair.ts'

/** FROM scratch, one static server and its page: nothing in it can print `uname`. */
export async function scratchWithoutShell(registry: ImageRegistry): Promise<PushedImage> {
  return pushPair(registry, 'scratch-without-shell', scratchServerImage)
}
