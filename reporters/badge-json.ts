import { formatJson } from '../src/report/format-json.ts'
import type { RunReport } from '../src/report/report.ts'
import type { RunReports } from '../src/report/run-reports.ts'
import { readBadgeFacts } from './badge-facts.ts'

/** The result as shields draws it, wherever this file is served. https://shields.io/badges/endpoint-badge */
export function renderBadgeJson(report: RunReport | RunReports): string {
  const { label, message, color } = readBadgeFacts(report)
  return formatJson({ schemaVersion: 1, label, message, color })
}
