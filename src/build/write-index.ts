import type { Descriptor, Document } from '../oci/descriptor.ts'
import { computeDigest } from '../oci/digest.ts'
import type { ImageIndex } from '../oci/image-index.ts'
import type { Platform } from '../oci/platform.ts'

/** Writes an index byte for byte as `docker buildx imagetools create` does, so that both come to one digest. */
export function writeImageIndex(index: ImageIndex): Document<unknown> {
  const { mediaType, manifests, annotations } = index
  const value = {
    schemaVersion: 2,
    mediaType,
    manifests: manifests.map(writeDescriptor),
    ...(annotations === undefined ? {} : { annotations: sortKeys(annotations) }),
  }
  const bytes = new TextEncoder().encode(escapeAsGo(JSON.stringify(value, undefined, 2)))
  return { bytes, digest: computeDigest(bytes), mediaType, value }
}

function writeDescriptor({ mediaType, digest, sizeBytes, urls, annotations, platform, artifactType }: Descriptor) {
  return {
    mediaType,
    digest,
    size: sizeBytes,
    ...(urls === undefined ? {} : { urls }),
    ...(annotations === undefined ? {} : { annotations: sortKeys(annotations) }),
    ...(platform === undefined ? {} : { platform: writePlatform(platform) }),
    ...(artifactType === undefined ? {} : { artifactType }),
  }
}

function writePlatform({ os, architecture, variant, osVersion, osFeatures }: Platform) {
  return {
    architecture,
    os,
    ...(osVersion === undefined ? {} : { 'os.version': osVersion }),
    ...(osFeatures === undefined ? {} : { 'os.features': osFeatures }),
    ...(variant === undefined ? {} : { variant }),
  }
}

function sortKeys(record: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** https://pkg.go.dev/encoding/json#Marshal */
function escapeAsGo(json: string): string {
  return json.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
