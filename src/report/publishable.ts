import { readWaived } from './waiver.ts'
import type { ExitCode, PlatformReport, RunReport } from './report.ts'

/** What a report proves of its image as a whole. */
export interface Proof {
  /** Why it must not be published; empty where it may. */
  readonly obstacles: readonly string[]
  /** Where the user's word stands for a proof. */
  readonly accepted: readonly string[]
}

/** Looks at a report whose verdict was made anew: every platform of the index was run and passed, or the user said otherwise. */
export function judgeProof(report: RunReport): Proof {
  const { platforms, findings, verdict, exitCode, errors } = report
  const judged = platforms.map((platform) => judgePlatform(platform, exitCode))
  const waived = [...findings, ...platforms.flatMap((it) => it.findings)].flatMap((finding) => {
    const waiver = readWaived(finding)
    return waiver === undefined ? [] : [`${finding.code} is waived: ${waiver.reason}`]
  })
  const obstacles = [...judgeRun(report), ...judged.flatMap(({ obstacle }) => obstacle ?? [])]
  // Whatever was not foreseen above: only what ends with 0 is proven.
  const unforeseen = errors[0]?.message ?? `its verdict is ${verdict ?? 'none'}, and it ended with ${exitCode}`
  return {
    obstacles: obstacles.length > 0 || exitCode === 0 ? obstacles : [unforeseen],
    accepted: [...new Set([...judged.flatMap(({ accepted }) => accepted ?? []), ...waived])],
  }
}

function judgeRun({ verdict, exitCode, errors, platforms }: RunReport): readonly string[] {
  if (verdict === null) return [errors[0]?.message ?? 'there was no run']
  if (exitCode === 0) return platforms.length === 0 ? ['no platform was looked at'] : []
  // What kept a good run from 0, or from looking at anything, was an error.
  const [first] = errors
  if (first !== undefined && (verdict === 'passed' || platforms.length === 0)) return [first.message]
  // Where a platform is to blame, it is named below.
  return platforms.some((it) => it.verdict === verdict) ? [] : [`its verdict is ${verdict}`]
}

interface JudgedPlatform {
  readonly obstacle?: string
  readonly accepted?: string
}

function judgePlatform(
  { platform, verdict, execution, checks, digest }: PlatformReport,
  exitCode: ExitCode,
): JudgedPlatform {
  const isStatic = checks.some(({ name, reason }) => name === 'start' && reason === staticReason)
  const wasRun = execution.kind === 'native' || execution.kind === 'emulated'
  if (digest === undefined) return { obstacle: `${platform} has no digest` }
  if (verdict === 'skipped') return { obstacle: `${platform} was not asked for` }
  if (!isStatic && !wasRun) return { obstacle: `${platform} was not run` }
  if (verdict === 'passed') return isStatic ? { accepted: `${platform} was not run, as level: 'static' says` } : {}
  // Inconclusive ends with 0 only where the user said that it may.
  if (verdict === 'inconclusive' && !isStatic && exitCode === 0) return { accepted: `${platform} is inconclusive` }
  return { obstacle: `${platform} is ${verdict}` }
}

/** Why a check of a platform was skipped that is, by the user's word, only audited. */
export const staticReason = 'level: static'
