import { parseDescriptor, type Descriptor } from './descriptor.ts'
import { asObject, failContent } from './json.ts'
import { isIndexType, mediaTypes } from './media-type.ts'
import { quoteText } from './quote.ts'

/** https://github.com/opencontainers/image-spec/blob/v1.1.1/image-index.md (and Docker's manifest list) */
export interface ImageIndex {
  readonly mediaType: string
  readonly artifactType?: string
  readonly manifests: readonly Descriptor[]
  readonly annotations?: Readonly<Record<string, string>>
  /** The manifest this index is about, where it is no image of its own. */
  readonly subject?: Descriptor
}

/**
 * An OCI index or a Docker manifest list; one that leaves out its media type is an OCI index. A document that is a
 * manifest as well is refused: engines would disagree on what it is.
 *
 * @throws HarnessError `content-invalid`, or `limit-exceeded` above 10,000 entries
 */
export function parseImageIndex(value: unknown, where = ''): ImageIndex {
  const index = asObject(value, where)
  const mediaType = index.optionalString('mediaType') || mediaTypes.ociIndex
  if (!isIndexType(mediaType)) failContent(where, `says it is ${quoteText(mediaType)}, which is not an index`)
  if (index.has('config') || index.has('layers')) failContent(where, 'is an index and a manifest at once')
  if (!index.has('manifests')) failContent(where, 'has no list of manifests')
  const annotations = index.optionalRecord('annotations')
  const artifactType = index.optionalString('artifactType') ?? ''
  const subject = index.optional('subject', parseDescriptor)
  return {
    mediaType,
    manifests: index.list('manifests', parseDescriptor, { max: 10_000 }),
    ...(artifactType === '' ? {} : { artifactType }),
    ...(annotations === undefined ? {} : { annotations }),
    ...(subject === undefined ? {} : { subject }),
  }
}
