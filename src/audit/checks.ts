import type { Finding } from '../report/finding.ts'
import { findingStatus } from '../report/finding-status.ts'
import type { CheckReport } from '../report/report.ts'
import type { ImageAudit } from './audit.ts'

/** Each check with the area of the findings that decide it. */
const areas = { registry: 'registry/', config: 'config/', files: 'rootfs/' } as const

/** From what decides most to what decides nothing; a waived finding leaves its check skipped. */
const checkOrder = ['unverified', 'inconclusive', 'skipped'] as const

/** The audit of one image as checks: one an error kept from ending is unverified. */
export function auditChecks({ findings, error, hasFiles }: ImageAudit): readonly CheckReport[] {
  const names = hasFiles === true ? (['registry', 'config', 'files'] as const) : (['registry', 'config'] as const)
  return names.map((name): CheckReport => {
    const area = areas[name]
    if (findings.some(({ code, severity }) => code.startsWith(area) && severity === 'error')) {
      return { name, status: 'failed' }
    }
    if (error !== undefined) return { name, status: 'unverified', reason: error.message }
    const absent = findings.find(({ code }) => code === 'store/platform-absent')
    if (absent !== undefined) return { name, ...absentStatus(absent) }
    if (name === 'config' && findings.some(({ code }) => code.startsWith('registry/'))) {
      return { name, status: 'skipped', reason: 'it could not be read' }
    }
    const own = findings.filter(({ code }) => code.startsWith(area)).map(findingStatus)
    const decisive = checkOrder.map((status) => own.find((it) => it.status === status)).find((it) => it !== undefined)
    return { name, ...(decisive ?? { status: 'passed' }) }
  })
}

/** What is not there cannot be checked, nor does it pass where nobody asks. */
function absentStatus(absent: Finding): Pick<CheckReport, 'status' | 'reason'> {
  const { status, reason = absent.message } = findingStatus(absent)
  return { status: status === 'passed' ? 'skipped' : status, reason }
}
