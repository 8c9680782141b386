import type { ReviewFinding } from '../report/apply-waivers.ts'
import { formatPlatform } from '../oci/platform.ts'
import type { Audit, ImageAudit } from './audit.ts'

/** An audit whose findings were looked at, and how those of a run are to be. */
export interface ReviewedAudit extends Audit {
  readonly review: ReviewFinding
}

/** Looks at every finding of an audit, before verdicts are made of them. */
export function reviewAudit(audit: Audit, review: ReviewFinding): ReviewedAudit {
  const names = new Map(audit.candidates.map(({ image, platform }) => [image, formatPlatform(platform)]))
  const images = [...audit.images].map(([image, own]) => {
    return [image, reviewImageAudit(own, review, names.get(image) ?? 'unknown')] as const
  })
  return { ...audit, findings: audit.findings.map((finding) => review(finding)), images: new Map(images), review }
}

/** The same for one image, by the name its platform is reported under. */
export function reviewImageAudit(audit: ImageAudit, review: ReviewFinding, platform: string): ImageAudit {
  return { ...audit, findings: audit.findings.map((finding) => review(finding, platform)) }
}
