import { describe, type ImageContent, storedBlob, uniqueText } from './content.ts'
import { image, type IndexEntry, listed } from './image-builder.ts'
import { rawLayer } from './layer.ts'
import type { Digest } from '../../src/oci/digest.ts'

const statementType = 'application/vnd.in-toto+json'
const predicateType = 'https://slsa.dev/provenance/v0.2'

/** What buildx lists beside an image: a manifest of `unknown/unknown` that holds the image's provenance. */
export function attestation(subject: ImageContent): IndexEntry {
  return attestationOf(subject.document.digest)
}

/** An attestation of whatever has this digest, listed or not. */
export function attestationOf(digest: Digest): IndexEntry {
  const statement = storedBlob(Buffer.from(JSON.stringify(provenance(digest))), statementType)
  const content = image({
    platform: 'unknown/unknown',
    layers: [rawLayer(statement.bytes, { mediaType: statementType })],
    editManifest: (manifest) => ({
      ...manifest,
      layers: [{ ...describe(statement), annotations: { 'in-toto.io/predicate-type': predicateType } }],
    }),
  })
  return listed(content, {
    annotations: { 'vnd.docker.reference.type': 'attestation-manifest', 'vnd.docker.reference.digest': digest },
  })
}

function provenance(digest: Digest): object {
  return {
    _type: 'https://in-toto.io/Statement/v0.1',
    predicateType,
    subject: [{ name: 'app', digest: { sha256: digest.slice('sha256:'.length) } }],
    predicate: { buildType: 'https://mobyproject.org/buildkit@v1', metadata: { buildInvocationID: uniqueText() } },
  }
}
