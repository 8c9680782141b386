import { readWaived } from './waiver.ts'
import type { PlatformReport, RunReport } from './report.ts'

/** What a report proves of its image as a whole. */
export interface Proof {
  /** Why it must not be published; empty where it may. */
  readonly obstacles: readonly string[]
  /** Where the user's word stands for a proof. */
  readonly accepted: readonly string[]
}

/** Looks at a report whose verdict was made anew: every platform of the index was run and passed, or the user said otherwise. */
export function judgeProof(report: RunReport): Proof {
  const { platforms, findings } = report
  const judged = platforms.map(judgePlatform)
  const waived = [...findings, ...platforms.flatMap((it) => it.findings)].flatMap((finding) => {
    const waiver = readWaived(finding)
    return waiver === undefined ? [] : [`${finding.code} is waived: ${waiver.reason}`]
  })
  return {
    obstacles: [...judgeRun(report), ...judged.flatMap(({ obstacle }) => obstacle ?? [])],
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

function judgePlatform({ platform, verdict, execution, checks, digest }: PlatformReport): {
  readonly obstacle?: string
  readonly accepted?: string
} {
  const isStatic = checks.some(({ name, reason }) => name === 'start' && reason === staticReason)
  const wasRun = execution.kind === 'native' || execution.kind === 'emulated'
  if (digest === undefined) return { obstacle: `${platform} has no digest` }
  if (verdict === 'skipped') return { obstacle: `${platform} was not asked for` }
  if (isStatic) return { accepted: `${platform} was not run, as level: 'static' says` }
  if (!wasRun) return { obstacle: `${platform} was not run` }
  return verdict === 'passed'
    ? {}
    : verdict === 'inconclusive'
      ? { accepted: `${platform} is inconclusive` }
      : { obstacle: `${platform} is ${verdict}` }
}

/** Why a check of a platform was skipped that is, by the user's word, only audited. */
export const staticReason = 'level: static'
