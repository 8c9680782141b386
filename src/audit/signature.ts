import type { Descriptor } from '../oci/descriptor.ts'
import { shortDigest, type Digest } from '../oci/digest.ts'
import { createFinding, type Finding } from '../report/finding.ts'

/** What signing tools list as the artifact type of a signature. */
const signatureTypes =
  /^application\/(?:vnd\.dev\.cosign\.artifact\.sig\.v\d+\+json|vnd\.cncf\.notary\.signature|vnd\.dev\.sigstore\.bundle\.v[\d.]+\+json)$/

/** True for a signature among what refers to an image; a signed statement about it, such as provenance, is none. */
export function isSignature({ artifactType, annotations }: Descriptor): boolean {
  const statement = annotations?.['dev.sigstore.bundle.predicateType'] ?? ''
  return signatureTypes.test(artifactType ?? '') && (statement === '' || statement.includes('/cosign/sign/'))
}

/** The tag under which cosign keeps the signature of a digest. */
export function signatureTag(digest: Digest): string {
  return `${digest.replace(':', '-')}.sig`
}

/** The finding for an image that nobody signed. */
export function unsignedFinding(digest: Digest): Finding {
  return createFinding('index/signature-missing', `the registry holds no signature of ${shortDigest(digest)}`, {
    evidence: { digest, tag: signatureTag(digest) },
  })
}
