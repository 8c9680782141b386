import type { HarnessError } from '../errors.ts'
import type { Descriptor } from '../oci/descriptor.ts'
import { shortDigest } from '../oci/digest.ts'
import { createFinding, type Finding } from '../report/finding.ts'

/** The finding for a manifest or config that could not be read; none where the error says nothing of the image. */
export function contentFinding(
  what: string,
  descriptor: Descriptor,
  error: HarnessError,
  kind: 'manifest' | 'config' = 'manifest',
): Finding | undefined {
  const evidence = { digest: descriptor.digest, position: what }
  switch (error.code) {
    case 'content-missing':
      return createFinding(
        kind === 'manifest' ? 'registry/manifest-missing' : 'registry/blob-missing',
        `the registry does not hold ${what} (${shortDigest(descriptor.digest)})`,
        { evidence, hint: 'push it again; clean-up jobs that delete untagged manifests are the usual cause' },
      )
    case 'digest-mismatch':
      return createFinding('registry/digest-mismatch', `${what}: ${error.message}`, { evidence })
    case 'size-mismatch':
      return createFinding('registry/size-mismatch', `${what}: ${error.message}`, { evidence })
    case 'content-invalid':
      return createFinding('registry/document-invalid', `${what}: ${error.message}`, { evidence })
    default:
      return undefined
  }
}
