import type { ErrorReport, ExitCode, RunReport, RunVerdict, ToolInfo } from './report.ts'
import { exitCodeOfError } from '../errors.ts'
import { worstExitCode, worstVerdict } from './verdict.ts'

/** The reports of several images of one call. */
export interface RunReports {
  readonly schemaVersion: 1
  /** Which version made it. */
  readonly tool: ToolInfo
  /** The command that made it: `verify`. */
  readonly command: string
  /** The worst of the reports; `null` when none of them was a run. */
  readonly verdict: RunVerdict | null
  /** The worst of the reports. */
  readonly exitCode: ExitCode
  /** One for each image. */
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

/** The report with errors that came up after it was made; they count for its exit code. */
export function addErrors<T extends RunReport | RunReports>(report: T, errors: readonly ErrorReport[]): T
export function addErrors(report: RunReport | RunReports, errors: readonly ErrorReport[]): RunReport | RunReports {
  const exitCode = worstExitCode([report.exitCode, ...errors.map(({ code }) => exitCodeOfError(code))])
  if (!isRunReports(report)) return { ...report, exitCode, errors: [...report.errors, ...errors] }
  const [first, ...others] = report.reports
  return { ...report, exitCode, reports: first === undefined ? [] : [addErrors(first, errors), ...others] }
}
