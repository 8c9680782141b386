import { formatJson } from '../src/report/format-json.ts'
import type { RunReport } from '../src/report/report.ts'
import type { RunReports } from '../src/report/run-reports.ts'

/** The report itself. */
export function renderJson(report: RunReport | RunReports): string {
  return formatJson(report)
}
