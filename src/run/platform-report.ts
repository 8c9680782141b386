import { formatDeclaredPlatform, formatPlatform } from '../oci/platform.ts'
import { createFinding, type Finding } from '../report/finding.ts'
import type { Severity } from '../report/severity.ts'
import type { CheckReport, ExecutionReport, PlatformReport, Verdict } from '../report/report.ts'
import { platformVerdict } from '../report/verdict.ts'
import { checkNames, type CheckName, type Classified } from './checks.ts'
import type { Observation } from './observation.ts'
import type { SuiteResult } from './suites.ts'

/** What the audit says of a platform. */
export interface Audited {
  readonly findings: readonly Finding[]
  readonly checks: readonly CheckReport[]
  /** Bytes on the wire. */
  readonly sizeBytes: number
}

export interface PlatformReportOptions {
  readonly observation: Observation
  readonly classified: readonly Classified[]
  readonly suites: readonly SuiteResult[]
  readonly audited: Audited
  readonly engine: string
  readonly strict: boolean
}

/** Puts what was seen, what it means and what the suites said of one platform together. */
export function createPlatformReport(options: PlatformReportOptions): PlatformReport {
  const { observation, classified, audited, strict } = options
  const { target, outcome, uname } = observation
  const failedTests = listUnexplained(options)
  const findings = [
    ...audited.findings,
    ...classified.map(({ finding }) => finding),
    ...failedTests.map(({ finding }) => finding),
  ]
  const checks = [...audited.checks, ...checkNames.map((name) => createCheck(name, options))]
  const { declared, descriptor } = target.image
  return {
    platform: formatPlatform(target.platform),
    ...(declared === undefined ? {} : { declared: formatDeclaredPlatform(declared) }),
    digest: descriptor.digest,
    sizeBytes: audited.sizeBytes,
    execution: executionOf(observation, options.engine),
    verdict: platformVerdict(findings, checks, { strict }),
    findings,
    checks,
    ...(uname.kind === 'read' ? { uname: uname.info.machine } : {}),
    ...(target.expectation.kind === 'http' ? { health: healthOf(target.expectation.path, outcome) } : {}),
  }
}

function healthOf(url: string, outcome: Observation['outcome']): NonNullable<PlatformReport['health']> {
  const readyMs = 'readyMs' in outcome ? outcome.readyMs : undefined
  const status =
    outcome.kind === 'well'
      ? outcome.status
      : outcome.kind === 'timed-out' && outcome.answer.kind === 'wrong'
        ? outcome.answer.status
        : undefined
  return {
    url,
    ...(status === undefined ? {} : { status }),
    ...(readyMs === undefined ? {} : { readyMs: Math.round(readyMs) }),
  }
}

function executionOf({ target: { execution }, proof }: Observation, engine: string): ExecutionReport {
  const sentence = proof.kind === 'unknown' ? undefined : proof.sentence
  switch (execution.kind) {
    case 'native':
      return { kind: 'native', proof: sentence ?? execution.proof, engine }
    case 'emulated':
      return { kind: 'emulated', emulator: execution.emulator, proof: sentence ?? execution.proof, engine }
    case 'unavailable':
      return { kind: 'unavailable', reason: execution.reason, engine }
  }
}

const severityStatus: Readonly<Record<Severity, Verdict>> = {
  error: 'failed',
  environment: 'unverified',
  inconclusive: 'inconclusive',
  warning: 'passed',
  info: 'passed',
}

function createCheck(name: CheckName, { observation, classified, suites }: PlatformReportOptions): CheckReport {
  const { outcome, target, uname } = observation
  if (name === 'health' && !hasHealth(observation)) {
    return { name, status: 'skipped', reason: 'the image exposes no TCP port and no --http was given' }
  }
  const results = suites.filter((result) => result.project === target.name && result.suite === name)
  const durationMs = Math.round(results.reduce((sum, result) => sum + result.durationMs, 0))
  const own = classified.find(({ check }) => check === name)
  if (own !== undefined) return { name, status: severityStatus[own.finding.severity], durationMs }
  if (name === 'architecture' && uname.kind === 'unread') return { name, status: 'unverified', reason: uname.reason }
  if (name !== 'architecture' && outcome.kind === 'unproven') {
    return { name, status: 'unverified', reason: outcome.error.message }
  }
  if (name === 'health' && outcome.kind !== 'well') {
    const started = classified.find(({ check }) => check === 'start')
    const status = started === undefined ? 'unverified' : severityStatus[started.finding.severity]
    return { name, status, reason: 'the application did not stay up' }
  }
  if (results.length === 0) return { name, status: 'unverified', reason: 'its suite did not run' }
  return { name, status: results.every(({ passed }) => passed) ? 'passed' : 'failed', durationMs }
}

function hasHealth({ target: { expectation } }: Observation): boolean {
  return expectation.kind === 'http' || expectation.kind === 'listen'
}

/** Tests that failed although nothing that was seen explains it. */
function listUnexplained({ observation, classified, suites }: PlatformReportOptions): readonly { finding: Finding }[] {
  const { target, outcome, uname } = observation
  if (classified.length > 0 || outcome.kind !== 'well' || uname.kind === 'unread') return []
  return suites
    .filter(({ project, passed }) => project === target.name && !passed)
    .map(({ suite, test, messages }) => ({
      finding: createFinding('suite/test-failed', `${suite}: ${test}: ${messages[0] ?? 'failed'}`, {
        evidence: { suite, test, messages: [...messages] },
      }),
    }))
}
