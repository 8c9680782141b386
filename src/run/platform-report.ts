import type { Calibration } from '../emulation/calibration-times.ts'
import type { EngineInfo } from '../engine/engine.ts'
import { formatDeclaredPlatform, formatPlatform } from '../oci/platform.ts'
import type { ReviewFinding } from '../report/apply-waivers.ts'
import { formatEngineName } from '../report/engine-name.ts'
import { createFinding, type Finding } from '../report/finding.ts'
import { findingStatus } from '../report/finding-status.ts'
import type { CheckReport, ExecutionReport, PlatformReport } from '../report/report.ts'
import { platformVerdict } from '../report/verdict.ts'
import { createCalibrationReport } from './calibration-report.ts'
import { checkNames, type CheckName, type Classified } from './checks.ts'
import type { NativeStart } from '../plan/timeout.ts'
import { healthPart, whyNotAsked } from './health-report.ts'
import type { FloorCheck } from './cpu-floor.ts'
import type { Observation } from './observation.ts'
import { reportOwnChecks, type OwnReportOptions } from './own-report.ts'
import { createStartReport } from './start-report.ts'
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
  /** The user's own checks, and what came of them. @default none */
  readonly own?: Pick<OwnReportOptions, 'names' | 'checked'>
  readonly audited: Audited
  readonly engine: { readonly name: string; readonly info: Pick<EngineInfo, 'product' | 'version'> }
  /** Where the engine's published ports are reached, when it is not of this host. */
  readonly publishedAt?: string | undefined
  readonly strict: boolean
  /** How fast its architecture is executed here, where that was measured. */
  readonly calibration?: Calibration | undefined
  /** What starts under emulation are compared with, if a platform started natively. */
  readonly native?: NativeStart | undefined
  /** What came of running it on an old CPU, where that was asked for. */
  readonly floor?: FloorCheck | undefined
  /** Looks at what the run found, as was done with what the audit found. @default leaves it as it is */
  readonly review?: ReviewFinding
}

/** Puts what was seen, what it means and what the suites said of one platform together. */
export function createPlatformReport(unreviewed: PlatformReportOptions): PlatformReport {
  const { observation, audited, strict, review = unchanged } = unreviewed
  const { target, uname } = observation
  const platform = formatPlatform(target.platform)
  const classified = unreviewed.classified.map((it) => ({ ...it, finding: review(it.finding, platform) }))
  const options = { ...unreviewed, classified }
  const floor = reviewFloor(unreviewed.floor, (finding) => review(finding, platform))
  const failedTests = listUnexplained(options).map((it) => ({ ...it, finding: review(it.finding, platform) }))
  const { names, checked } = unreviewed.own ?? { names: [], checked: undefined }
  const own = reportOwnChecks({ names, checked, observation, classified, review: (it) => review(it, platform) })
  const findings = [
    ...audited.findings,
    ...classified.map(({ finding }) => finding),
    ...failedTests.map(({ finding }) => finding),
    ...own.findings,
    ...(floor?.finding === undefined ? [] : [floor.finding]),
  ]
  const checks = [
    ...audited.checks,
    ...checkNames.map((name) => createCheck(name, options, failedTests)),
    ...own.checks,
    ...(floor === undefined ? [] : [floor.check]),
  ]
  const { declared, descriptor } = target.image
  const start = createStartReport(observation, options.native)
  return {
    platform,
    ...(declared === undefined ? {} : { declared: formatDeclaredPlatform(declared) }),
    digest: descriptor.digest,
    sizeBytes: audited.sizeBytes,
    execution: executionOf(options),
    verdict: platformVerdict(findings, checks, { strict }),
    findings,
    checks,
    ...(uname.kind === 'read' ? { uname: uname.info.machine } : {}),
    ...(observation.kept === undefined ? {} : { keptContainer: observation.kept }),
    ...healthPart(observation, options.publishedAt),
    ...(start === undefined ? {} : { start }),
  }
}

/** A finding that is waived decides its check no more. */
function reviewFloor(floor: FloorCheck | undefined, review: (finding: Finding) => Finding): FloorCheck | undefined {
  if (floor?.finding === undefined) return floor
  const finding = review(floor.finding)
  return { finding, check: { ...floor.check, ...findingStatus(finding) } }
}

const unchanged: ReviewFinding = (finding) => finding

function executionOf({ observation, engine, calibration: measured }: PlatformReportOptions): ExecutionReport {
  const { proof, target } = observation
  const { execution } = target
  const ran = { engine: engine.name, engineVersion: formatEngineName(engine.info) }
  const calibration = measured === undefined ? {} : { calibration: createCalibrationReport(measured) }
  const sentence = proof.kind === 'unknown' ? undefined : proof.sentence
  switch (execution.kind) {
    case 'native':
      return { kind: 'native', proof: sentence ?? execution.proof, ...ran, ...calibration }
    case 'emulated':
      return {
        kind: 'emulated',
        emulator: execution.emulator,
        proof: sentence ?? execution.proof,
        ...ran,
        ...calibration,
      }
    case 'unavailable':
      return { kind: 'unavailable', reason: execution.reason, ...ran }
  }
}

interface FailedTest {
  readonly suite: string
  readonly finding: Finding
}

function createCheck(
  name: CheckName,
  { observation, classified, suites }: PlatformReportOptions,
  failedTests: readonly FailedTest[],
): CheckReport {
  const { outcome, target, uname } = observation
  if (name === 'health' && target.expectation.kind !== 'healthy') {
    return { name, status: 'skipped', reason: whyNotAsked(target.expectation.kind) }
  }
  const results = suites.filter((result) => result.project === target.name && result.suite === name)
  const durationMs = Math.round(results.reduce((sum, result) => sum + result.durationMs, 0))
  const own = classified.find(({ check }) => check === name)
  if (own !== undefined) return { name, ...findingStatus(own.finding), durationMs }
  if (name === 'architecture' && uname.kind === 'unread') return { name, status: 'unverified', reason: uname.reason }
  if (name !== 'architecture' && outcome.kind === 'unproven') {
    return { name, status: 'unverified', reason: outcome.error.message }
  }
  if (name === 'health' && outcome.kind !== 'well') {
    const started = classified.find(({ check }) => check === 'start')
    const reason = 'the application did not stay up'
    return { name, reason, ...(started === undefined ? { status: 'unverified' } : findingStatus(started.finding)) }
  }
  if (results.length === 0) return { name, status: 'unverified', reason: 'its suite did not run' }
  if (results.every(({ passed }) => passed)) return { name, status: 'passed', durationMs }
  const failed = failedTests.filter(({ suite }) => suite === name).map(({ finding }) => findingStatus(finding))
  return {
    name,
    ...(failed.find(({ status }) => status !== 'skipped') ?? failed[0] ?? { status: 'failed' }),
    durationMs,
  }
}

/** Tests that failed although nothing that was seen explains it. */
function listUnexplained({ observation, classified, suites }: PlatformReportOptions): readonly FailedTest[] {
  const { target, outcome, uname } = observation
  if (classified.length > 0 || outcome.kind !== 'well' || uname.kind === 'unread') return []
  return suites
    .filter(({ project, passed }) => project === target.name && !passed)
    .map(({ suite, test, messages }) => ({
      suite,
      finding: createFinding('suite/test-failed', `${suite}: ${test}: ${messages[0] ?? 'failed'}`, {
        evidence: { suite, test, messages: [...messages] },
      }),
    }))
}
