import type { HarnessError } from '../errors.ts'
import { toErrorReport } from '../report/error-report.ts'
import type { ErrorReport } from '../report/report.ts'
import { classifyUnproven } from './loopback-registry.ts'
import type { Observation } from './observation.ts'

/** What befell every platform alike, whatever each says of it. */
const ofTheRun: readonly string[] = ['interrupted', 'deadline-exceeded', 'engine-absent', 'engine-denied']
const maxNames = 4

/** What kept a run from its proofs or from cleaning up: what happened to several platforms is told once, and names them. */
export function listRunErrors(observations: readonly Observation[]): readonly ErrorReport[] {
  const groups = new Map<string, { readonly report: ErrorReport; readonly names: Set<string> }>()
  for (const { target, outcome, removal = [] } of observations) {
    const reports = [...removal.map(leftBehind), ...(outcome.kind === 'unproven' ? unproven(outcome.error) : [])]
    for (const report of reports) {
      const key = ofTheRun.includes(report.code) ? report.code : `${report.code} ${withoutTarget(report, target.name)}`
      const group = groups.get(key) ?? { report, names: new Set() }
      groups.set(key, group)
      group.names.add(target.name)
    }
  }
  return [...groups.values()].map(({ report, names }) => {
    if (ofTheRun.includes(report.code)) return report
    return { ...report, message: `${formatNames([...names])}: ${report.message}` }
  })
}

/** What is a finding is told as one. An engine that went away has perhaps started what it could not tell of. */
function unproven(error: HarnessError): readonly ErrorReport[] {
  if (classifyUnproven(error).length > 0) return []
  return [error.code === 'engine-absent' ? leftBehind(error) : toErrorReport(error)]
}

function leftBehind(error: HarnessError): ErrorReport {
  return { ...toErrorReport(error), hint: 'containers may be left: once the engine answers again, run everyarch clean' }
}

/** The message, so that platforms whose images have the same fate say the same. */
function withoutTarget({ message }: ErrorReport, name: string): string {
  return message.replaceAll(/\bsha256:[0-9a-f]{64}\b/g, 'DIGEST').replaceAll(name, 'PLATFORM')
}

function formatNames(names: readonly string[]): string {
  const rest = names.length - maxNames
  return rest > 0 ? `${names.slice(0, maxNames).join(', ')} and ${rest} more` : names.join(', ')
}
