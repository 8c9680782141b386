import type { Candidate } from '../image/candidate.ts'
import type { ImageView } from '../image/view.ts'
import { formatPlatform } from '../oci/platform.ts'
import { createFinding, type Finding } from '../report/finding.ts'

/** Platforms without attestations where others have some. */
export function auditAttestationPresence(view: ImageView, candidates: readonly Candidate[]): Finding[] {
  const subjects = new Set(view.attestations.map(({ subject }) => subject))
  const bare = candidates.filter(({ image }) => !subjects.has(image.descriptor.digest))
  if (bare.length === 0 || bare.length === candidates.length) return []
  const names = bare.map(({ platform }) => formatPlatform(platform))
  const message = `${names.join(', ')} ${names.length === 1 ? 'has' : 'have'} no attestation, other platforms have`
  return [createFinding('parity/attestations', message, { evidence: { platforms: names } })]
}
