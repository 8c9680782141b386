import type { Audit, ImageAudit } from '../audit/audit.ts'
import { auditChecks } from '../audit/checks.ts'
import type { PlatformImage } from '../image/platform-image.ts'
import type { ImageView } from '../image/view.ts'
import { formatDeclaredPlatform } from '../oci/platform.ts'
import type { Finding } from '../report/finding.ts'
import type { CheckReport, ExecutionReport, PlatformReport } from '../report/report.ts'
import { platformVerdict } from '../report/verdict.ts'

export interface UnrunPlatform {
  /** Normalised; `unknown` where it cannot be told. */
  readonly platform: string
  readonly image: PlatformImage
  readonly audit: ImageAudit
  readonly strict: boolean
  /** Not asked for. @default false */
  readonly skipped?: boolean
  /** Beside what the audit found. */
  readonly findings?: readonly Finding[]
  /** Beside those of the audit. */
  readonly checks?: readonly CheckReport[]
  /** @default none */
  readonly execution?: ExecutionReport
}

/** The report of a platform that was not run. */
export function unrunReport(unrun: UnrunPlatform): PlatformReport {
  const { platform, image, audit, strict } = unrun
  const skipped = unrun.skipped === true
  const findings = [...audit.findings, ...(unrun.findings ?? [])]
  const checks = skipped ? [] : [...auditChecks(audit), ...(unrun.checks ?? [])]
  return {
    platform,
    ...declaredPart(image),
    digest: image.descriptor.digest,
    ...(audit.sizeBytes === undefined ? {} : { sizeBytes: audit.sizeBytes }),
    execution: unrun.execution ?? { kind: 'none' },
    verdict: platformVerdict(findings, checks, { strict, skipped }),
    findings,
    checks,
  }
}

/** The audit of an image of a view; every image has one. */
export function auditOf(audit: Audit, image: PlatformImage): ImageAudit {
  return audit.images.get(image) ?? { image, findings: [] }
}

/** Images whose platform cannot be told: what was found of them must not be lost. */
export function unnamedReports(
  view: ImageView,
  audit: Audit,
  strict: boolean,
): ReadonlyMap<PlatformImage, PlatformReport> {
  const known = new Set(audit.candidates.map(({ image }) => image))
  return new Map(
    view.images
      .filter((image) => !known.has(image))
      .map((image) => [image, unrunReport({ platform: 'unknown', image, audit: auditOf(audit, image), strict })]),
  )
}

function declaredPart({ declared }: PlatformImage): { readonly declared?: string } {
  return declared === undefined ? {} : { declared: formatDeclaredPlatform(declared) }
}
