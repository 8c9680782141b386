import type { Finding } from '../src/report/finding.ts'
import type { CheckReport, PlatformReport, Verdict } from '../src/report/report.ts'
import type { Severity } from '../src/report/severity.ts'

/** What a dashboard counts: one check, or a finding that belongs to none. */
export interface JunitCase {
  readonly name: string
  readonly status: Verdict
  readonly durationMs?: number
  /** Why it was skipped or could not run. */
  readonly reason?: string
  readonly findings: readonly Finding[]
}

const severityStatus: Readonly<Record<Exclude<Severity, 'info'>, Verdict>> = {
  error: 'failed',
  environment: 'unverified',
  inconclusive: 'inconclusive',
  warning: 'failed',
}

/** Which checks an area's findings decide. */
const areaChecks: Readonly<Record<string, readonly string[]>> = {
  registry: ['registry'],
  config: ['config'],
  rootfs: ['files'],
  execution: ['architecture', 'start', 'health'],
  run: ['start', 'health', 'architecture'],
}

/** The findings that change a verdict: warnings only where they fail. */
export function listDecisive(findings: readonly Finding[], strict: boolean): readonly Finding[] {
  return findings.filter(({ severity }) => severity !== 'info' && (strict || severity !== 'warning'))
}

/** The cases of one platform: its checks with what was found, and what was found beside them. */
export function platformCases({ checks, findings, verdict }: PlatformReport, strict: boolean): readonly JunitCase[] {
  const decisive = listDecisive(findings, strict)
  const owners = new Map(decisive.map((finding) => [finding, findOwner(finding, checks)]))
  const ofChecks = checks.map((check): JunitCase => ({
    ...check,
    findings: decisive.filter((finding) => owners.get(finding) === check),
  }))
  const cases = [...ofChecks, ...findingCases(decisive.filter((finding) => owners.get(finding) === undefined))]
  // A platform is what its verdict says, also where no check and no finding says why.
  return cases.some(({ status }) => status === verdict)
    ? cases
    : [...cases, { name: 'verdict', status: verdict, findings: [] }]
}

/** A case for each finding. */
export function findingCases(findings: readonly Finding[]): readonly JunitCase[] {
  return findings.map((finding) => ({
    name: finding.code,
    status: finding.severity === 'info' ? 'passed' : severityStatus[finding.severity],
    findings: [finding],
  }))
}

/** The check whose status a finding explains. */
function findOwner({ code, severity }: Finding, checks: readonly CheckReport[]): CheckReport | undefined {
  if (severity === 'info') return undefined
  const names = areaChecks[code.slice(0, code.indexOf('/'))] ?? []
  return names
    .flatMap((name) => checks.find((check) => check.name === name) ?? [])
    .find(({ status }) => status === severityStatus[severity])
}
