import { reviewAudit } from '../audit/review.ts'
import type { OwnChecks } from '../run/own-checks.ts'
import type { Suites } from '../run/suites.ts'
import type { FinishAudit } from './finish-audit.ts'
import type { TargetPlan } from './plan-targets.ts'

/** Brings platforms up for somebody else, in place of what a run checks of them. */
export interface Hold {
  /** Hears which platforms cannot be run. */
  readonly onPlan: (plan: TargetPlan) => void
  /** Is given each platform that came up, and keeps it until it is done. */
  readonly checks: OwnChecks
}

/** The built-in suites, where they are not wanted. */
export const noSuites: Suites = { run: async () => [], close: async () => undefined }

/** An audit that no file of the image is read for. */
export const finishAtOnce: FinishAudit = Object.assign(
  async (...[, audit]: Parameters<FinishAudit>) => reviewAudit(audit, (finding) => finding),
  { ready: Promise.resolve() },
)
