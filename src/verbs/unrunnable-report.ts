import type { ReviewedAudit } from '../audit/review.ts'
import { platformOf } from '../plan/selection.ts'
import { createFinding } from '../report/finding.ts'
import { findingStatus } from '../report/finding-status.ts'
import type { PlatformReport } from '../report/report.ts'
import type { Unrunnable } from './plan-targets.ts'
import { auditOf, unrunReport } from './platform-reports.ts'

/** The report of a platform that was to be run, and could not be. */
export function unrunnableReport(
  { named, reason, unavailable, lacksEngine = false }: Unrunnable,
  audit: ReviewedAudit,
  strict: boolean,
): PlatformReport {
  const platform = platformOf(named)
  const findings =
    unavailable === undefined
      ? []
      : [
          audit.review(
            createFinding(unavailable.code, unavailable.reason, {
              hint: unavailable.hint,
              evidence: { platform: named.name },
            }),
            platform,
          ),
        ]
  const unproven = { status: 'unverified', reason } as const
  const status = findings.map(findingStatus).find((it) => it.status === 'skipped') ?? unproven
  return unrunReport({
    platform,
    image: named.image,
    audit: auditOf(audit, named.image),
    strict,
    findings,
    checks: ['architecture', 'start'].map((name) => ({ name, ...status })),
    ...(unavailable === undefined && !lacksEngine ? {} : { execution: { kind: 'unavailable', reason } }),
  })
}
