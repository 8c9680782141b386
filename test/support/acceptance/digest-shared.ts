import { serverImage } from '../busybox-image.ts'
import { index, listed } from '../image-builder.ts'
import { type ImageRegistry, type PushedImage, pushImage } from '../image-registry.ts'

/** The arm64 entry points at the amd64 manifest. */
export async function digestShared(registry: ImageRegistry): Promise<PushedImage> {
  const amd64 = await serverImage('linux/amd64')
  return pushImage(registry, index([amd64, listed(amd64, { platform: 'linux/arm64' })]), 'digest-shared')
}
