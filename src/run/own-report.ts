import { createFinding, type Finding } from '../report/finding.ts'
import { findingStatus } from '../report/finding-status.ts'
import type { CheckReport } from '../report/report.ts'
import type { Severity } from '../report/severity.ts'
import type { Classified } from './checks.ts'
import type { Observation } from './observation.ts'
import type { CheckedOwn } from './own-checks.ts'
import type { OwnTest } from './own-test.ts'

export interface OwnReportOptions {
  readonly names: readonly string[]
  /** Absent where the application did not come up. */
  readonly checked: CheckedOwn | undefined
  readonly observation: Pick<Observation, 'target' | 'outcome' | 'emulatorLines'>
  readonly classified: readonly Classified[]
  readonly review: (finding: Finding) => Finding
}

export interface OwnReport {
  readonly findings: readonly Finding[]
  readonly checks: readonly CheckReport[]
}

/** The user's own checks of a platform: one for each suite, and a finding for each test that failed. */
export function reportOwnChecks(options: OwnReportOptions): OwnReport {
  const { names, checked } = options
  const reports = names.map((name) =>
    checked === undefined ? unrun(name, options) : reportOne(name, checked, options),
  )
  return { findings: reports.flatMap(({ findings }) => findings), checks: reports.flatMap(({ checks }) => checks) }
}

function unrun(name: string, { classified, observation }: OwnReportOptions): OwnReport {
  const { outcome } = observation
  const cause = classified.find(({ check }) => check !== 'architecture')
  const reason = outcome.kind === 'unproven' ? outcome.error.message : 'the application did not come up'
  const status = cause === undefined ? { status: 'unverified' as const } : findingStatus(cause.finding)
  return { findings: [], checks: [{ name, reason, ...status }] }
}

function reportOne(name: string, checked: CheckedOwn, { observation, review }: OwnReportOptions): OwnReport {
  const tests = checked.tests.filter(({ file }) => file === name)
  const ran = {
    durationMs: tests.reduce((sum, test) => sum + test.durationMs, 0),
    tests: tests.filter(({ status }) => status !== 'skipped').length,
  }
  const failed = tests.filter(({ status }) => status === 'failed' || status === 'timed-out')
  const findings = failed.map((test) => review(toFinding(test, checked, observation)))
  const stopped = checked.unfinished.get(name)
  const statuses = findings.map(findingStatus)
  const counting = statuses.filter(({ status }) => status !== 'skipped')
  const worst = counting.find(({ status }) => status === 'failed') ?? counting[0] ?? statuses[0]
  if (worst !== undefined) return { findings, checks: [{ name, ...worst, ...ran }] }
  if (stopped !== undefined) return { findings, checks: [{ name, status: 'unverified', reason: stopped }] }
  if (tests.every(({ status }) => status === 'skipped')) {
    return {
      findings,
      checks: [{ name, status: 'skipped', reason: tests[0]?.messages[0] ?? 'all of its tests are skipped' }],
    }
  }
  return { findings, checks: [{ name, status: 'passed', ...ran }] }
}

/** Said in one line; all of it is in the evidence. */
const longestSaid = 300

function toFinding(test: OwnTest, { death }: CheckedOwn, observation: OwnReportOptions['observation']): Finding {
  const { file, line, status, messages } = test
  const place = line === undefined ? file : `${file}:${line}`
  const isEmulated = observation.target.execution.kind === 'emulated'
  const said = (messages[0] ?? 'it failed').split('\n')[0]?.slice(0, longestSaid) ?? ''
  const evidence = {
    suite: file,
    test: test.test,
    messages: [...messages],
    ...(line === undefined ? {} : { line }),
    ...(death === undefined ? {} : { containerExitCode: death.exitCode }),
  }
  const late = death === undefined && status === 'timed-out'
  const meanwhile = death === undefined ? '' : `; its container had ended with ${death.exitCode}`
  return createFinding(late ? 'suite/timeout' : 'suite/test-failed', `${place}: ${test.test}: ${said}${meanwhile}`, {
    severity: severityOf(),
    evidence,
    ...(late ? { hint: 'give it longer with --test-timeout, or see what it waits for' } : {}),
  })

  function severityOf(): Severity {
    if (!isEmulated) return 'error'
    if (late) return 'inconclusive'
    const diesOfEmulation = death !== undefined && (death.isSignal || observation.emulatorLines.length > 0)
    return diesOfEmulation ? 'inconclusive' : 'error'
  }
}
