import { HarnessError } from '../errors.ts'
import type { ImageSource } from '../image/source.ts'
import type { Descriptor, Document } from '../oci/descriptor.ts'
import type { Digest } from '../oci/digest.ts'
import { parseImageIndex } from '../oci/image-index.ts'
import { parseImageManifest } from '../oci/image-manifest.ts'
import { parseWithin } from '../oci/json.ts'
import { parseLayerType } from '../oci/layer-type.ts'
import { isIndexType, isManifestType } from '../oci/media-type.ts'

const maxDepth = 4

/** All that a digest stands for, in the order a registry takes it: blobs, then manifests, the root last. */
export interface ImageContent {
  /** Each once; those that registries need not hold are left out. */
  readonly blobs: readonly Descriptor[]
  /** Each once, what it lists before it. */
  readonly manifests: readonly Document<unknown>[]
}

/**
 * Lists everything below a root: images, attestations and indexes inside it.
 * @throws HarnessError `content-missing`, `content-invalid`, `image-unsupported`, or what the source says
 */
export async function listImageContent(
  source: ImageSource,
  root: Document<unknown>,
  signal?: AbortSignal,
): Promise<ImageContent> {
  const blobs = new Map<Digest, Descriptor>()
  const manifests = new Map<Digest, Document<unknown>>()
  const add = async (document: Document<unknown>, depth: number): Promise<void> => {
    if (manifests.has(document.digest)) return
    if (isIndexType(document.mediaType)) {
      if (depth >= maxDepth)
        throw new HarnessError('content-invalid', `${document.digest} is an index too deep inside others`)
      const index = parseWithin(document.digest, () => parseImageIndex(document.value))
      const children = await Promise.all(index.manifests.map((child) => source.readManifest(child, signal)))
      for (const child of children) await add(child, depth + 1)
    } else if (isManifestType(document.mediaType)) {
      const { config, layers } = parseWithin(document.digest, () => parseImageManifest(document.value))
      for (const blob of [config, ...layers]) if (isHeld(blob)) blobs.set(blob.digest, blob)
    } else {
      throw new HarnessError(
        'image-unsupported',
        `${document.digest} of type ${document.mediaType} cannot be published`,
      )
    }
    manifests.set(document.digest, document)
  }
  await add(root, 0)
  return { blobs: [...blobs.values()], manifests: [...manifests.values()] }
}

/** https://github.com/opencontainers/image-spec/blob/v1.1.1/layer.md#non-distributable-layers */
function isHeld({ mediaType, urls }: Descriptor): boolean {
  return urls === undefined && parseLayerType(mediaType)?.distributable !== false
}
