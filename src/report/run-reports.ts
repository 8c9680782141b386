import type { ExitCode, RunReport, RunVerdict, ToolInfo } from './report.ts'
import { worstExitCode, worstVerdict } from './verdict.ts'

/** The reports of several images of one call. */
export interface RunReports {
  readonly schemaVersion: 1
  readonly tool: ToolInfo
  readonly command: string
  /** The worst of the reports; `null` when none of them was a run. */
  readonly verdict: RunVerdict | null
  readonly exitCode: ExitCode
  readonly reports: readonly RunReport[]
}

/** True for the reports of several images. */
export function isRunReports(report: RunReport | RunReports): report is RunReports {
  return 'reports' in report
}

/** The reports of one or several images, as a list. */
export function listRunReports(report: RunReport | RunReports): readonly RunReport[] {
  return isRunReports(report) ? report.reports : [report]
}

/** Puts the reports of several images of one command together. */
export function combineRunReports(tool: ToolInfo, command: string, reports: readonly RunReport[]): RunReports {
  const verdicts = reports.map(({ verdict }) => verdict).filter((verdict) => verdict !== null)
  return {
    schemaVersion: 1,
    tool,
    command,
    verdict: verdicts.length === 0 ? null : worstVerdict(verdicts),
    exitCode: worstExitCode(reports.map(({ exitCode }) => exitCode)),
    reports,
  }
}
