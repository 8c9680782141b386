import type { Audit } from '../audit/audit.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { platformOf, type Named } from '../plan/selection.ts'
import { settingsFor } from '../plan/settings-for.ts'
import { staticReason } from '../report/publishable.ts'
import type { CheckReport, PlatformReport } from '../report/report.ts'
import { auditOf, unrunReport } from './platform-reports.ts'

export interface Levels {
  readonly run: readonly Named[]
  /** Judged by their audit alone, as the user wants it. */
  readonly audited: readonly Named[]
}

const checks = ['architecture', 'start'].map((name): CheckReport => ({
  name,
  status: 'skipped',
  reason: staticReason,
}))

/** Parts platforms that are to be run from those that the configuration says are only to be audited. */
export function splitLevels(selected: readonly Named[], config: ResolvedConfig): Levels {
  const isStatic = ({ platform }: Named): boolean => settingsFor(config, platform).level === 'static'
  return {
    run: selected.filter((named) => !isStatic(named)),
    audited: selected.filter(isStatic),
  }
}

/** The report of a platform that was audited and, by the user's word, not run. */
export function staticReport(named: Named, audit: Audit, strict: boolean): PlatformReport {
  const { image } = named
  return unrunReport({ platform: platformOf(named), image, audit: auditOf(audit, image), strict, checks })
}
