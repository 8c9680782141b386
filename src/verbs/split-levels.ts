import type { Audit } from '../audit/audit.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { satisfies } from '../image/candidate.ts'
import type { PlatformImage } from '../image/platform-image.ts'
import { platformOf, type Named } from '../plan/selection.ts'
import type { CheckReport, PlatformReport } from '../report/report.ts'
import { auditOf, unrunReport } from './platform-reports.ts'

export interface AuditedOnly {
  readonly name: string
  readonly image: PlatformImage
  readonly report: PlatformReport
}

export interface Levels {
  readonly run: readonly Named[]
  /** Reported by their audit alone, as the user wants it. */
  readonly unrun: readonly AuditedOnly[]
}

const checks = ['architecture', 'start'].map((name): CheckReport => ({
  name,
  status: 'skipped',
  reason: 'level: static',
}))

/** Parts platforms that are to be run from those that the configuration says are only to be audited. */
export function splitLevels(
  selected: readonly Named[],
  audit: Audit,
  { staticPlatforms, strict }: Pick<ResolvedConfig, 'staticPlatforms' | 'strict'>,
): Levels {
  const isStatic = ({ platform }: Named): boolean => staticPlatforms.some((wanted) => satisfies(platform, wanted))
  return {
    run: selected.filter((named) => !isStatic(named)),
    unrun: selected.filter(isStatic).map((named) => {
      const { name, image } = named
      const report = unrunReport({ platform: platformOf(named), image, audit: auditOf(audit, image), strict, checks })
      return { name, image, report }
    }),
  }
}
