import { isSignature, signatureTag, unsignedFinding } from '../audit/signature.ts'
import { HarnessError } from '../errors.ts'
import type { ImageView } from '../image/view.ts'
import { parseReference } from '../oci/reference.ts'
import type { RegistryClient } from '../registry/client.ts'
import type { Finding } from '../report/finding.ts'

/** Whether the registry holds a signature of what a name stands for: under cosign's tag, or as a referrer. */
export async function checkSignature(
  { source, root: { digest } }: ImageView,
  client: RegistryClient,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  if (source.repository === undefined) {
    throw new HarnessError('usage-invalid', `${source.name} is in no registry, where signatures are kept`, {
      hint: 'leave out --require-signature, or name the image in its registry',
    })
  }
  const repository = parseReference(source.repository)
  const tagged = await client.headManifest(repository, signatureTag(digest), signal)
  if (tagged.state === 'present') return []
  const referrers = await client.listReferrers(repository, digest, signal)
  return referrers.some(isSignature) ? [] : [unsignedFinding(digest)]
}
