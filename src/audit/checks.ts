import { findingStatus } from '../report/finding-status.ts'
import type { CheckReport } from '../report/report.ts'
import type { ImageAudit } from './audit.ts'

const names = ['registry', 'config'] as const

/** The audit of one image as checks: one an error kept from ending is unverified. */
export function auditChecks({ findings, error }: ImageAudit): readonly CheckReport[] {
  return names.map((name): CheckReport => {
    if (findings.some(({ code, severity }) => code.startsWith(`${name}/`) && severity === 'error')) {
      return { name, status: 'failed' }
    }
    if (error !== undefined) return { name, status: 'unverified', reason: error.message }
    if (name === 'config' && findings.some(({ code }) => code.startsWith('registry/'))) {
      return { name, status: 'skipped', reason: 'it could not be read' }
    }
    const own = findings.filter(({ code }) => code.startsWith(`${name}/`))
    const waived = own.map(findingStatus).find(({ status }) => status === 'skipped')
    if (waived !== undefined) return { name, ...waived }
    return { name, status: 'passed' }
  })
}
