import { parseDescriptor, type Descriptor } from './descriptor.ts'
import { asObject, failContent } from './json.ts'
import { isManifestType, mediaTypes } from './media-type.ts'
import { quoteText } from './quote.ts'

/** https://github.com/opencontainers/image-spec/blob/v1.1.1/manifest.md (and Docker's schema 2) */
export interface ImageManifest {
  /** What it is. */
  readonly mediaType: string
  /** What it is, where it is no image. */
  readonly artifactType?: string
  /** Where its config is. */
  readonly config: Descriptor
  /** The lowest first. */
  readonly layers: readonly Descriptor[]
  /** What else its author says of it, by name. */
  readonly annotations?: Readonly<Record<string, string>>
  /** The manifest this one is about: a signature or an SBOM has one. */
  readonly subject?: Descriptor
}

/**
 * An OCI manifest or a Docker manifest of schema 2; one that leaves out its media type is OCI's. A document that is an
 * index as well is refused: engines would disagree on what it is.
 *
 * @throws HarnessError `content-invalid`, or `limit-exceeded` above 10,000 layers
 */
export function parseImageManifest(value: unknown, where = ''): ImageManifest {
  const manifest = asObject(value, where)
  const mediaType = manifest.optionalString('mediaType') || mediaTypes.ociManifest
  if (!isManifestType(mediaType))
    failContent(where, `says it is ${quoteText(mediaType)}, which is not an image manifest`)
  if (manifest.has('manifests')) failContent(where, 'is an index and a manifest at once')
  const annotations = manifest.optionalRecord('annotations')
  const artifactType = manifest.optionalString('artifactType') ?? ''
  const subject = manifest.optional('subject', parseDescriptor)
  return {
    mediaType,
    config: manifest.required('config', parseDescriptor),
    layers: manifest.list('layers', parseDescriptor, { max: 10_000 }),
    ...(artifactType === '' ? {} : { artifactType }),
    ...(annotations === undefined ? {} : { annotations }),
    ...(subject === undefined ? {} : { subject }),
  }
}
