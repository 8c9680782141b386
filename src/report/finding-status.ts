import type { Finding } from './finding.ts'
import type { CheckReport, Verdict } from './report.ts'
import type { Severity } from './severity.ts'
import { readWaived } from './waiver.ts'

const severityStatus: Readonly<Record<Severity, Verdict>> = {
  error: 'failed',
  environment: 'unverified',
  inconclusive: 'inconclusive',
  warning: 'passed',
  info: 'passed',
}

/** What a finding makes of the check it decides. One that is waived did not hold, and is no longer asked for. */
export function findingStatus(finding: Finding): Pick<CheckReport, 'status' | 'reason'> {
  const waived = readWaived(finding)
  if (waived === undefined || severityStatus[waived.severity] === 'passed') {
    return { status: severityStatus[finding.severity] }
  }
  return { status: 'skipped', reason: `waived: ${waived.reason}` }
}
