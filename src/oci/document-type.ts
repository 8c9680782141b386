import { mediaTypes, normalizeMediaType } from './media-type.ts'

/**
 * The media type of a root document, by what it says of itself, else by its shape: OCI lets documents leave it out, and
 * schema 1 has none. Undefined for what is no document of an image.
 */
export function detectDocumentType(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  if ('mediaType' in value && typeof value.mediaType === 'string' && value.mediaType !== '')
    return normalizeMediaType(value.mediaType)
  if ('schemaVersion' in value && value.schemaVersion === 1)
    return 'signatures' in value ? mediaTypes.dockerSchema1Signed : mediaTypes.dockerSchema1
  if ('manifests' in value && Array.isArray(value.manifests)) return mediaTypes.ociIndex
  if ('config' in value && 'layers' in value) return mediaTypes.ociManifest
  return undefined
}
