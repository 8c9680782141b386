import { longestAgeMs } from '../config/duration.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { HarnessError } from '../errors.ts'
import type { Digest } from '../oci/digest.ts'
import { quoteText } from '../oci/quote.ts'
import { mergeRunReports, type MergeOptions } from '../report/merge.ts'
import type { ErrorReport, RunReport } from '../report/report.ts'
import { parseRunReports } from '../report/parse.ts'
import { isRunReports, type RunReports } from '../report/run-reports.ts'
import { readNamedReport } from './read-report-file.ts'

/** Clocks of two machines differ by this much without anybody noticing. */
const clockSkewMs = 5 * 60 * 1000

/** A saved report, and the image that it is about. */
export interface SavedProof {
  /** Its verdict made anew of what it contains. */
  readonly report: RunReport
  readonly reference: string
  readonly digest: Digest
}

/**
 * Reads the report that is to prove an image, or takes the one given. What it says itself is not believed: its verdict is
 * made anew.
 * @throws HarnessError `report-invalid`, or `publish-refused` where it is too old or was changed
 */
export async function readProof(
  config: ResolvedConfig,
  signal: AbortSignal,
  given?: RunReport | RunReports,
): Promise<SavedProof> {
  const { strict, inconclusive, maxAgeMs } = config
  const [path = ''] = config.reportFiles
  const saved = given === undefined ? await readNamedReport(path, signal) : parseRunReports(given)
  if (isRunReports(saved)) {
    throw new HarnessError('report-invalid', `${quoteText(path)} is a report of several images`, {
      hint: 'publish one image at a time, by a report of its own',
    })
  }
  const own = judge(saved, path, {})
  if (own.verdict !== saved.verdict) {
    throw new HarnessError(
      'publish-refused',
      `${quoteText(path)} says ${saved.verdict ?? 'nothing'}, and what it contains is ${own.verdict ?? 'nothing'}: it was changed`,
      { hint: verifyAgain },
    )
  }
  requireRecent(saved, path, maxAgeMs)
  const { reference, digest } = saved.image ?? {}
  if (reference === undefined || digest === undefined) {
    throw new HarnessError('report-invalid', `${quoteText(path)} names no image by digest`, { hint: verifyAgain })
  }
  return { report: judge(saved, path, { strict, inconclusive }), reference, digest }
}

const verifyAgain = 'verify the image again: everyarch verify IMAGE --reporter json=report.json'

function judge(saved: RunReport, path: string, options: Pick<MergeOptions, 'strict' | 'inconclusive'>): RunReport {
  const proof = { ...saved, errors: saved.errors.filter(isAboutProof) }
  const judged = mergeRunReports([proof], { names: [path], ...options })
  if (isRunReports(judged)) throw new HarnessError('internal', 'one report became several')
  return judged
}

/** That the run could not publish what it proved, or was not to, takes nothing from the proof. */
function isAboutProof({ code }: ErrorReport): boolean {
  return code !== 'publish-failed' && code !== 'publish-refused'
}

function requireRecent({ createdAt }: RunReport, path: string, maxAgeMs: number): void {
  const ageMs = Date.now() - Date.parse(createdAt)
  if (ageMs <= maxAgeMs && ageMs >= -clockSkewMs) return
  const age = ageMs < 0 ? 'is of the future' : `is ${formatAge(ageMs)} old, and may be ${formatAge(maxAgeMs)}`
  throw new HarnessError('publish-refused', `${quoteText(path)} ${age}`, {
    hint: maxAgeMs < longestAgeMs ? 'verify the image again, or raise --max-age' : 'verify the image again',
  })
}

function formatAge(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  const hours = Math.round(minutes / 60)
  return minutes < 120 ? `${minutes} min` : hours <= 48 ? `${hours} h` : `${Math.round(hours / 24)} days`
}
