import { exitCodeOfError, type ErrorCode } from '../errors.ts'
import type { Finding } from './finding.ts'
import type { CheckReport, ExitCode, RunVerdict, Verdict } from './report.ts'
import type { Severity } from './severity.ts'

/** From best to worst: the worst decides. */
const ranking: readonly RunVerdict[] = ['passed', 'inconclusive', 'unverified', 'failed']

export interface StrictOptions {
  /** Warnings fail too. @default false */
  readonly strict?: boolean
}

export interface PlatformVerdictOptions extends StrictOptions {
  /** The platform was not asked for: whatever is known about it does not count. @default false */
  readonly skipped?: boolean
}

/**
 * The verdict of one platform. `passed` needs at least one check that ran, and every check that was asked for to have
 * held; a check with status `skipped` was not asked for (it does not apply), and `unverified` is one that could not run.
 */
export function platformVerdict(
  findings: readonly Finding[],
  checks: readonly CheckReport[],
  options: PlatformVerdictOptions = {},
): Verdict {
  if (options.skipped === true) return 'skipped'
  const ran = checks.map((check) => check.status).filter((status) => status !== 'skipped')
  if (ran.length === 0) return worstVerdict(['unverified', ...findingVerdicts(findings, options)])
  return worstVerdict([...ran, ...findingVerdicts(findings, options)])
}

/** The verdict of a run: the worst of its platforms and of the index's own findings; nothing verified is `unverified`. */
export function runVerdict(
  platforms: readonly Verdict[],
  indexFindings: readonly Finding[],
  options: StrictOptions = {},
): RunVerdict {
  const counted = platforms.filter((verdict) => verdict !== 'skipped')
  const nothingVerified: readonly RunVerdict[] = counted.length === 0 ? ['unverified'] : []
  return worstVerdict([...counted, ...nothingVerified, ...findingVerdicts(indexFindings, options)])
}

/** The worst of several; `passed` for none. */
export function worstVerdict(verdicts: readonly RunVerdict[]): RunVerdict {
  return verdicts.reduce(
    (worst, verdict) => (ranking.indexOf(verdict) > ranking.indexOf(worst) ? verdict : worst),
    'passed',
  )
}

export interface Outcome {
  /** `null` when there was no run. */
  readonly verdict: RunVerdict | null
  readonly errors?: readonly { readonly code: ErrorCode }[]
  readonly interrupted?: boolean
  /** What an inconclusive run should count as; without it, its own exit code. */
  readonly inconclusive?: 'pass' | 'fail' | undefined
}

/** The exit code of a run, by the table of exit codes in the README. */
export function exitCodeOf(outcome: Outcome): ExitCode {
  const errors = (outcome.errors ?? []).map((error) => exitCodeOfError(error.code))
  if (outcome.interrupted === true) return 130
  if (outcome.verdict === null) return worstExitCode(errors.length === 0 ? [2] : errors)
  return worstExitCode([verdictExitCode(outcome.verdict, outcome.inconclusive), ...errors])
}

/** The exit code that wins among several: interrupted, a wrong request, proven wrong, unverified, inconclusive, passed. */
export function worstExitCode(codes: readonly ExitCode[]): ExitCode {
  return exitCodeRanking.find((code) => codes.includes(code)) ?? 0
}

const exitCodeRanking: readonly ExitCode[] = [130, 2, 1, 3, 4, 0]

const verdictExitCodes: Readonly<Record<RunVerdict, ExitCode>> = {
  passed: 0,
  failed: 1,
  unverified: 3,
  inconclusive: 4,
}

function verdictExitCode(verdict: RunVerdict, inconclusive: Outcome['inconclusive']): ExitCode {
  if (verdict === 'inconclusive' && inconclusive !== undefined) return inconclusive === 'pass' ? 0 : 1
  return verdictExitCodes[verdict]
}

const severityVerdict: Readonly<Record<Severity, RunVerdict>> = {
  error: 'failed',
  environment: 'unverified',
  inconclusive: 'inconclusive',
  warning: 'passed',
  info: 'passed',
}

function findingVerdicts(findings: readonly Finding[], { strict = false }: StrictOptions): RunVerdict[] {
  return findings.map(({ severity }) => (strict && severity === 'warning' ? 'failed' : severityVerdict[severity]))
}
