import type { Style } from '../../reporters/style.ts'
import type { Finding } from '../report/finding.ts'
import type { ErrorReport, ExitCode, RunReport } from '../report/report.ts'
import type { RunReports } from '../report/run-reports.ts'
import { exitCodeOf, runVerdict } from '../report/verdict.ts'

/** What a command came to: a report with a verdict, or a listing. */
export type Outcome = ReportOutcome | ListingOutcome

export interface ReportOutcome {
  readonly kind: 'report'
  readonly report: RunReport | RunReports
}

export interface ListingOutcome {
  readonly kind: 'listing'
  /** What `--json` prints. */
  readonly document: object
  readonly render: (style: Style) => readonly string[]
  readonly errors: readonly ErrorReport[]
  readonly exitCode: ExitCode
}

/** The exit code of a listing: it has no verdict, but what is missing or failed counts as in a report. */
export function listingExitCode(findings: readonly Finding[], errors: readonly ErrorReport[]): ExitCode {
  return exitCodeOf({ verdict: runVerdict(['passed'], findings), errors })
}
