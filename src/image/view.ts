import { HarnessError } from '../errors.ts'
import { attestationSubject, isAttestation } from '../oci/attestation.ts'
import type { Descriptor, Document } from '../oci/descriptor.ts'
import type { Digest } from '../oci/digest.ts'
import { parseImageIndex, type ImageIndex } from '../oci/image-index.ts'
import { parseImageManifest, type ImageManifest } from '../oci/image-manifest.ts'
import { parseWithin } from '../oci/json.ts'
import { isImageConfigType, isIndexType, isManifestType, isSchema1Type } from '../oci/media-type.ts'
import { createPlatformImage, type PlatformImage } from './platform-image.ts'
import { describeArtifact } from '../oci/artifact.ts'
import type { ImageSource } from './source.ts'
import { isUnmarkedAttestation } from './unmarked-attestation.ts'

/** How deep an index may lie inside indexes. */
const maxDepth = 4
/** How many entries an image may have, nested ones included. */
const maxEntries = 2000

/** An attestation that an index lists beside its images. */
export interface Attestation {
  readonly position: string
  readonly descriptor: Descriptor
  /** The manifest it speaks of; absent where its entry does not say. */
  readonly subject?: Digest
}

/** An index inside the index. */
export interface NestedIndex {
  readonly position: string
  readonly descriptor: Descriptor
  /** Why what it lists could not be read, where it could not. */
  readonly error?: HarnessError
}

/** Something an index lists that is neither an image, an index nor an attestation. */
export interface OtherEntry {
  readonly position: string
  readonly descriptor: Descriptor
}

/** An immutable view of what a reference stands for; what lies below the root is read when it is asked for, once. */
export interface ImageView {
  readonly source: ImageSource
  readonly kind: 'index' | 'manifest' | 'schema1'
  readonly root: Document<unknown>
  readonly index?: ImageIndex
  /** Every image, in the index's order, those of nested indexes in their place. A single manifest is one. */
  readonly images: readonly PlatformImage[]
  readonly attestations: readonly Attestation[]
  readonly nested: readonly NestedIndex[]
  readonly others: readonly OtherEntry[]
}

/**
 * Opens the image a source names: reads the root, and nested indexes where there are any.
 * @throws HarnessError `image-unsupported` when it is no image; whatever the source throws for the root
 */
export async function openImageView(source: ImageSource, signal?: AbortSignal): Promise<ImageView> {
  const root = await source.readRoot(signal)
  if (isSchema1Type(root.mediaType)) return { ...emptyView(source, root), kind: 'schema1' }
  if (isIndexType(root.mediaType)) return openIndex(source, root, signal)
  if (isManifestType(root.mediaType)) return openManifest(source, root, signal)
  throw new HarnessError('image-unsupported', `${source.name} is not an image but ${root.mediaType}`, {
    hint: 'name an image index or an image manifest',
  })
}

function emptyView(source: ImageSource, root: Document<unknown>): Omit<ImageView, 'kind'> {
  return { source, root, images: [], attestations: [], nested: [], others: [] }
}

function openManifest(source: ImageSource, root: Document<unknown>, signal: AbortSignal | undefined): ImageView {
  const manifest: Document<ImageManifest> = {
    ...root,
    value: parseWithin(source.name, () => parseImageManifest(root.value)),
  }
  const artifact = describeArtifact(manifest.value)
  if (artifact !== undefined) {
    throw new HarnessError('image-unsupported', `${source.name} is not an image but ${artifact}`, {
      hint: 'everyarch verifies container images; other artifacts have no platforms to run',
    })
  }
  const descriptor = { mediaType: root.mediaType, digest: root.digest, sizeBytes: root.bytes.byteLength }
  const image = createPlatformImage({ source, descriptor, position: 'manifest', nested: false, manifest, signal })
  return { ...emptyView(source, root), kind: 'manifest', images: [image] }
}

async function openIndex(
  source: ImageSource,
  root: Document<unknown>,
  signal: AbortSignal | undefined,
): Promise<ImageView> {
  const index = parseWithin(source.name, () => parseImageIndex(root.value))
  const walk: Walk = { source, signal, entries: 0, images: [], attestations: [], nested: [], others: [] }
  await walkIndex(walk, index, '', new Set([root.digest]))
  if (walk.images.length === 0 && walk.nested.length === 0 && index.manifests.length > 0) {
    throw new HarnessError('image-unsupported', `${source.name} is an index without any image`, {
      hint: 'it lists only attestations or other artifacts; name an index of images',
    })
  }
  const { images, attestations, nested, others } = walk
  return { source, kind: 'index', root, index, images, attestations, nested, others }
}

interface Walk {
  readonly source: ImageSource
  readonly signal: AbortSignal | undefined
  entries: number
  readonly images: PlatformImage[]
  readonly attestations: Attestation[]
  readonly nested: NestedIndex[]
  readonly others: OtherEntry[]
}

async function walkIndex(walk: Walk, index: ImageIndex, parent: string, path: ReadonlySet<Digest>): Promise<void> {
  for (const [number, descriptor] of index.manifests.entries()) {
    if (++walk.entries > maxEntries) {
      throw new HarnessError('limit-exceeded', `${walk.source.name} lists more than ${maxEntries} manifests`)
    }
    const position = `${parent}manifests[${number}]`
    const { source, signal } = walk
    if (isAttestation(descriptor) || (await isUnmarkedAttestation(source, descriptor, signal))) {
      const subject = attestationSubject(descriptor)
      walk.attestations.push({ position, descriptor, ...(subject === undefined ? {} : { subject }) })
    } else if (isIndexType(descriptor.mediaType)) {
      await walkNested(walk, descriptor, position, path)
    } else if (isManifestType(descriptor.mediaType) && !isOtherArtifact(descriptor)) {
      walk.images.push(createPlatformImage({ source, descriptor, position, nested: parent !== '', signal }))
    } else if (isSchema1Type(descriptor.mediaType)) {
      walk.images.push(createPlatformImage({ source, descriptor, position, nested: parent !== '', signal }))
    } else {
      walk.others.push({ position, descriptor })
    }
  }
}

/** An image may name its config's type as its artifact type; any other says that it is none. */
function isOtherArtifact({ artifactType }: Descriptor): boolean {
  return artifactType !== undefined && artifactType !== '' && !isImageConfigType(artifactType)
}

async function walkNested(
  walk: Walk,
  descriptor: Descriptor,
  position: string,
  path: ReadonlySet<Digest>,
): Promise<void> {
  const fail = (error: HarnessError): void => void walk.nested.push({ position, descriptor, error })
  if (path.has(descriptor.digest)) {
    return fail(new HarnessError('registry-invalid', `${position} leads back to an index it lies in`))
  }
  if (path.size >= maxDepth) {
    return fail(new HarnessError('limit-exceeded', `${position} lies more than ${maxDepth} indexes deep`))
  }
  let inner: ImageIndex
  try {
    const document = await walk.source.readManifest(descriptor, walk.signal)
    inner = parseImageIndex(document.value)
  } catch (error) {
    if (!(error instanceof HarnessError) || error.code === 'interrupted') throw error
    return fail(error)
  }
  walk.nested.push({ position, descriptor })
  await walkIndex(walk, inner, `${position}.`, new Set([...path, descriptor.digest]))
}
