import { exitCodeOfError } from '../errors.ts'
import type { ErrorReport, ExitCode, PlatformReport, RunReport, RunVerdict } from './report.ts'
import { exitCodeOf, worstExitCode } from './verdict.ts'

/**
 * The errors that still matter, each once. One that kept a run from proving something is settled when other runs proved
 * all of that.
 */
export function listOpenErrors(
  reports: readonly RunReport[],
  merged: readonly PlatformReport[],
): readonly ErrorReport[] {
  const open = reports.flatMap((report) => {
    const left = leftUnproven(report)
    const isSettled = left !== undefined && merged.length > 0 && merged.every((it) => !left(it) || isProven(it))
    return isSettled ? report.errors.filter(({ code }) => exitCodeOfError(code) === 2) : report.errors
  })
  return [...new Map(open.map((error) => [JSON.stringify([error.code, error.message]), error])).values()]
}

function isProven({ verdict }: PlatformReport): boolean {
  return verdict !== 'unverified'
}

/** Which platforms a run could not prove: all, when it did not come to know any. */
function leftUnproven({ platforms }: RunReport): ((platform: PlatformReport) => boolean) | undefined {
  if (platforms.length === 0) return () => true
  const unproven = platforms.filter(({ verdict }) => verdict === 'unverified')
  if (unproven.length === 0) return undefined
  return ({ platform, digest }) => unproven.some((it) => it.platform === platform && it.digest === digest)
}

/** Interrupted were the runs, and not who puts their reports together. */
export function mergedExitCode(
  verdict: RunVerdict | null,
  errors: readonly ErrorReport[],
  inconclusive: 'pass' | 'fail' | undefined,
): ExitCode {
  const own = errors.filter(({ code }) => code !== 'interrupted')
  const exitCode = exitCodeOf({ verdict, errors: own, inconclusive })
  return own.length === errors.length ? exitCode : worstExitCode([exitCode, 3])
}
