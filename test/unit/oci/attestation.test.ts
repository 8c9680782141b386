import { describe, expect, it } from 'vitest'
import { attestationSubject, isAttestation } from '../../../src/oci/attestation.ts'
import { parseDescriptor } from '../../../src/oci/descriptor.ts'
import { manifestType } from './document-rows.ts'
import { sha256, sha512 } from './reference-rows.ts'

const type = 'vnd.docker.reference.type'
const subject = 'vnd.docker.reference.digest'
const unknown = { os: 'unknown', architecture: 'unknown' }
const linux = { os: 'linux', architecture: 'amd64' }

const rows: readonly (readonly [
  name: string,
  entry: { annotations?: unknown; platform?: unknown },
  attestation: boolean,
  of: string | undefined,
])[] = [
  [
    'one that BuildKit wrote',
    { annotations: { [type]: 'attestation-manifest', [subject]: sha256 }, platform: unknown },
    true,
    sha256,
  ],
  ['one of a sha512 digest', { annotations: { [type]: 'attestation-manifest', [subject]: sha512 } }, true, sha512],
  ['one without a platform', { annotations: { [type]: 'attestation-manifest' } }, true, undefined],
  [
    'one whose subject is no digest',
    { annotations: { [type]: 'attestation-manifest', [subject]: 'x' } },
    true,
    undefined,
  ],
  ['one with a platform', { annotations: { [type]: 'attestation-manifest' }, platform: linux }, true, undefined],
  ['an unknown platform alone', { platform: unknown }, false, undefined],
  ['an unknown platform with other annotations', { annotations: { a: 'b' }, platform: unknown }, false, undefined],
  ['a subject without a type', { annotations: { [subject]: sha256 }, platform: unknown }, false, undefined],
  ['another type', { annotations: { [type]: 'attestation', [subject]: sha256 }, platform: unknown }, false, undefined],
  ['an image', { platform: linux }, false, undefined],
  ['an image with null annotations', { annotations: null, platform: linux }, false, undefined],
]

describe('an attestation', () => {
  it.each(rows)('%s', (_, entry, attestation, of) => {
    const descriptor = parseDescriptor({ mediaType: manifestType, digest: sha256, size: 1, ...entry })
    expect(isAttestation(descriptor)).toBe(attestation)
    expect(attestationSubject(descriptor)).toBe(of)
  })
})
