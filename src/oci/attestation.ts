import type { Descriptor } from './descriptor.ts'
import { isDigest, type Digest } from './digest.ts'

/** https://docs.docker.com/build/metadata/attestations/attestation-storage/ */
const typeAnnotation = 'vnd.docker.reference.type'
const subjectAnnotation = 'vnd.docker.reference.digest'

/**
 * True for a BuildKit attestation beside the images of an index. Its annotation says so; its platform, which is
 * `unknown/unknown`, says nothing: other entries have that too.
 */
export function isAttestation(descriptor: Descriptor): boolean {
  return descriptor.annotations?.[typeAnnotation] === 'attestation-manifest'
}

/** The digest of the manifest an attestation is about, where it names a valid one. */
export function attestationSubject(descriptor: Descriptor): Digest | undefined {
  const subject = descriptor.annotations?.[subjectAnnotation]
  return isAttestation(descriptor) && isDigest(subject) ? subject : undefined
}
