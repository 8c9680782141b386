import { makeBadge } from 'badge-maker'
import type { RunReport } from '../src/report/report.ts'
import type { RunReports } from '../src/report/run-reports.ts'
import { readBadgeFacts } from './badge-facts.ts'

/** The result as an SVG badge. */
export function renderBadge(report: RunReport | RunReports): string {
  const { label, message, color } = readBadgeFacts(report)
  return `${makeBadge({ label, message, color, style: 'flat' })}\n`
}
