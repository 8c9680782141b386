import { serverImage } from '../busybox-image.ts'
import type { ImageContent } from '../content.ts'
import { index } from '../image-builder.ts'
import { type ImageRegistry, type PushedImage, pushImage } from '../image-registry.ts'

/** What happens after the push and before the damage: an engine may pull all of it, and hide the damage later. */
type Meanwhile = (pushed: PushedImage) => Promise<unknown>

/** The registry no longer has the manifest of arm64 that its index lists. */
export async function manifestDeleted(registry: ImageRegistry, meanwhile?: Meanwhile): Promise<PushedImage> {
  const { pushed, arm64 } = await pushTwoPlatforms(registry, 'manifest-deleted')
  await meanwhile?.(pushed)
  await pushed.deleteManifest(arm64.document.digest)
  return pushed
}

/** The registry no longer has the last layer of arm64. */
export async function layerDeleted(registry: ImageRegistry, meanwhile?: Meanwhile): Promise<PushedImage> {
  const { pushed, arm64 } = await pushTwoPlatforms(registry, 'layer-deleted')
  await meanwhile?.(pushed)
  await deleteBlob(pushed, arm64, -1)
  return pushed
}

/** The registry no longer has the config of arm64. */
export async function configDeleted(registry: ImageRegistry, meanwhile?: Meanwhile): Promise<PushedImage> {
  const { pushed, arm64 } = await pushTwoPlatforms(registry, 'config-deleted')
  await meanwhile?.(pushed)
  await deleteBlob(pushed, arm64, 0)
  return pushed
}

async function pushTwoPlatforms(
  registry: ImageRegistry,
  name: string,
): Promise<{ readonly pushed: PushedImage; readonly arm64: ImageContent }> {
  const arm64 = await serverImage('linux/arm64')
  return { arm64, pushed: await pushImage(registry, index([await serverImage('linux/amd64'), arm64]), name) }
}

async function deleteBlob(pushed: PushedImage, content: ImageContent, position: number): Promise<void> {
  const blob = content.blobs.at(position)
  if (blob === undefined) throw new Error('no such blob')
  await pushed.deleteBlob(blob.digest)
}
