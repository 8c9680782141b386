import { HarnessError } from '../errors.ts'
import type { Descriptor, Document } from '../oci/descriptor.ts'
import { parseImageIndex, type ImageIndex } from '../oci/image-index.ts'
import { parseImageManifest } from '../oci/image-manifest.ts'
import { isIndexType, isManifestType } from '../oci/media-type.ts'
import { isNamed } from './oci-layout-select.ts'

type Read = (descriptor: Descriptor) => Promise<Document<unknown>>

/**
 * Leaves out of a layout's index what is no image of its own: oras lists the platforms and attestations of an image beside
 * it, and what refers to them. Only an entry with a name is always one.
 */
export async function withoutParts(index: ImageIndex, read: Read): Promise<ImageIndex> {
  const unnamed = index.manifests.filter((entry) => !isNamed(entry))
  if (unnamed.length === 0 || index.manifests.length === 1) return index
  const listed = new Set<string>()
  for (const entry of index.manifests) {
    if (!isIndexType(entry.mediaType)) continue
    for (const { digest } of (await readOrSkip(entry, read, parseImageIndex))?.manifests ?? []) listed.add(digest)
  }
  const parts = new Set<Descriptor>()
  for (const entry of unnamed) if (listed.has(entry.digest) || (await refersToAnother(entry, read))) parts.add(entry)
  return { ...index, manifests: index.manifests.filter((entry) => !parts.has(entry)) }
}

async function refersToAnother(entry: Descriptor, read: Read): Promise<boolean> {
  if (isIndexType(entry.mediaType)) return (await readOrSkip(entry, read, parseImageIndex))?.subject !== undefined
  if (!isManifestType(entry.mediaType)) return false
  return (await readOrSkip(entry, read, parseImageManifest))?.subject !== undefined
}

/** One that is damaged says nothing of the others; whoever opens it is told. */
async function readOrSkip<T>(entry: Descriptor, read: Read, parse: (value: unknown) => T): Promise<T | undefined> {
  try {
    return parse((await read(entry)).value)
  } catch (error) {
    if (error instanceof HarnessError && error.code !== 'interrupted') return undefined
    throw error
  }
}
