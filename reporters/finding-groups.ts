import { readBlameWords } from '../src/report/blame.ts'
import type { Finding } from '../src/report/finding.ts'
import type { Severity } from '../src/report/severity.ts'
import type { RunReport } from '../src/report/report.ts'

/** One finding, and every platform it was made on. */
export interface FindingGroup {
  readonly finding: Finding
  /** Empty for a finding of the index as a whole. */
  readonly platforms: readonly string[]
}

const order: readonly Severity[] = ['error', 'environment', 'inconclusive', 'warning', 'info']

/** All findings of a report, the worst first, each said once however many platforms have it. */
export function groupFindings(report: RunReport): readonly FindingGroup[] {
  const groups = new Map<string, { finding: Finding; platforms: string[] }>()
  const add = (finding: Finding, platform: string | undefined): void => {
    const { code, severity, message, hint } = finding
    const scope = platform === undefined ? 'index' : 'platform'
    const key = JSON.stringify([scope, code, severity, message, hint, readBlameWords(finding)])
    const group = groups.get(key) ?? { finding, platforms: [] }
    if (platform !== undefined && !group.platforms.includes(platform)) group.platforms.push(platform)
    groups.set(key, group)
  }
  for (const finding of report.findings) add(finding, undefined)
  for (const { platform, findings } of report.platforms) for (const finding of findings) add(finding, platform)
  return [...groups.values()].sort((a, b) => order.indexOf(a.finding.severity) - order.indexOf(b.finding.severity))
}
