import { HarnessError } from '../errors.ts'
import { isIndexType, isManifestType, isSchema1Type, mediaTypes } from '../oci/media-type.ts'
import { quoteText } from '../oci/quote.ts'
import { readField } from './json-field.ts'

/**
 * What a manifest is: its own word, else the registry's, else what its fields show. Where document and registry
 * contradict each other on index or manifest, different clients would read different images out of it.
 * https://github.com/opencontainers/image-spec/blob/v1.1.1/manifest.md#image-manifest-property-descriptions
 *
 * @throws HarnessError `registry-invalid`
 */
export function reconcileMediaType(value: unknown, contentType: string, url: string): string {
  const own = readField(value, 'mediaType')
  const written = typeof own === 'string' && own !== '' ? own : undefined
  if (written !== undefined) {
    if (kindOf(written) !== undefined && kindOf(contentType) !== undefined && kindOf(written) !== kindOf(contentType))
      throw contradiction(written, contentType, url)
    return written
  }
  if (kindOf(contentType) !== undefined) return contentType
  if (isSchema1Type(contentType) && readField(value, 'schemaVersion') === 1) return contentType
  return shapeOf(value) ?? unknownType(contentType, url)
}

function kindOf(mediaType: string): 'index' | 'manifest' | undefined {
  if (isIndexType(mediaType)) return 'index'
  return isManifestType(mediaType) ? 'manifest' : undefined
}

/** Both OCI documents may leave their media type out. */
function shapeOf(value: unknown): string | undefined {
  const [manifests, layers, version] = [
    readField(value, 'manifests'),
    readField(value, 'layers'),
    readField(value, 'schemaVersion'),
  ]
  if (version === 1) return mediaTypes.dockerSchema1Signed
  if (Array.isArray(manifests) && layers === undefined) return mediaTypes.ociIndex
  if (Array.isArray(layers) && manifests === undefined && readField(value, 'config') !== undefined)
    return mediaTypes.ociManifest
  return undefined
}

function unknownType(contentType: string, url: string): string {
  // A vendor's own type is for the reader to name; a plain one says that no registry answered.
  if (contentType.startsWith('application/vnd.')) return contentType
  const found = contentType === '' ? 'without a content type' : `with ${quoteText(contentType)}`
  throw new HarnessError('registry-invalid', `${url} answers ${found}, and with no manifest`, {
    hint: 'check that this is the address of a registry; a login page or a proxy may answer in its place',
    details: { url },
  })
}

function contradiction(written: string, contentType: string, url: string): HarnessError {
  const message = `${url} is ${quoteText(written)} by its own word, and ${quoteText(contentType)} by its registry's`
  return new HarnessError('registry-invalid', message, {
    hint: 'push the image again; the registry keeps a wrong content type for it',
    details: { url, mediaType: written, contentType },
  })
}
