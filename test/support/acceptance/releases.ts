import { serverImage } from '../busybox-image.ts'
import type { ImageContent } from '../content.ts'
import { index } from '../image-builder.ts'
import { type ImageRegistry, type PushedImage, pushImage } from '../image-registry.ts'

export interface Releases {
  readonly before: PushedImage
  readonly after: PushedImage
}

/** amd64, arm64 and arm/v7; then amd64 built anew, arm64 the same, arm/v7 lost and 386 added. */
export async function pushReleases(registry: ImageRegistry): Promise<Releases> {
  const arm64 = await serverImage('linux/arm64')
  const old = [await serverImage('linux/amd64'), arm64, await serverImage('linux/arm/v7')]
  const files = [{ path: '/release', text: 'two\n' }]
  const anew = [await serverImage('linux/amd64', { files }), arm64, await serverImage('linux/386')]
  const [before, after] = await Promise.all([
    pushImage(registry, index(old), 'before'),
    pushImage(registry, index(anew), 'after'),
  ])
  return { before, after }
}

/** An index of amd64 and arm64 under the tag `test`, and another one of the same repository under `latest`. */
export async function pushTags(
  registry: ImageRegistry,
  latest: (images: readonly ImageContent[]) => Promise<ImageContent>,
): Promise<PushedImage> {
  const images = [await serverImage('linux/amd64'), await serverImage('linux/arm64')]
  const pushed = await pushImage(registry, index(images), 'tags')
  const other = await latest(images)
  const path = pushed.repository.slice(registry.address.length + 1)
  const children = other.children.filter((child) => !images.includes(child))
  for (const blob of children.flatMap(({ blobs }) => blobs)) await registry.putBlob(path, blob)
  for (const { document } of children) await registry.putManifest(path, document.digest, document)
  await registry.putManifest(path, 'latest', other.document)
  return pushed
}

/** arm64 built anew and 386 added under `latest`. */
export async function tagDiffers(registry: ImageRegistry): Promise<PushedImage> {
  return pushTags(registry, async ([amd64]) => {
    const files = [{ path: '/release', text: 'old\n' }]
    const old = [await serverImage('linux/arm64', { files }), await serverImage('linux/386')]
    return index([...(amd64 === undefined ? [] : [amd64]), ...old])
  })
}
