import { exitCodeOfError } from '../errors.ts'
import { formatPlatform, parsePlatform, type Platform } from '../oci/platform.ts'
import type { BuildReport } from './build-report.ts'
import { groupReports } from './merge-groups.ts'
import { listOpenErrors, mergedExitCode } from './merge-errors.ts'
import { mergePlatform, uniqueFindings, wasToRun } from './merge-platform.ts'
import { findMissingPlatforms, listPlatformShards } from './merge-platforms.ts'
import type { PlatformReport, RunReport, RunReports, ToolInfo } from './report.ts'
import { combineRunReports } from './run-reports.ts'
import { runVerdict } from './verdict.ts'
import { isPlatform } from './waiver.ts'

/** How reports are merged. */
export interface MergeOptions {
  /** What messages call the reports: the files they were read from. @default their positions */
  readonly names?: readonly string[]
  /**
   * The platforms that must have been verified: `linux/arm64`.
   * @default every linux platform of the index; of a single report, those it was asked for
   */
  readonly platforms?: readonly (string | Platform)[]
  /** Warnings fail; they do, too, where one of the reports says so. @default false */
  readonly strict?: boolean
  /** The exit code of an inconclusive result: as passed, or as failed. @default its own, 4 */
  readonly inconclusive?: 'pass' | 'fail' | undefined
  /** What the merged report is signed with. @default that of the newest report */
  readonly tool?: ToolInfo
}

/**
 * Merges the reports of several machines about one image into one. The verdict is made of what the reports contain:
 * native evidence beats emulated evidence of the same platform, and a platform in no report is `unverified`.
 * @throws HarnessError `report-invalid` when the reports are of different images, or there is none; `platform-invalid`
 */
export function mergeRunReports(
  reports: readonly (RunReport | RunReports)[],
  options: MergeOptions = {},
): RunReport | RunReports {
  const documents = reports.map((report, number) => ({
    name: options.names?.[number] ?? `report ${number + 1}`,
    report,
  }))
  const { isSeveral, groups } = groupReports(documents)
  const merged = groups.map((group) => mergeOne(group, reports.length === 1, options))
  const [first] = merged
  if (first !== undefined && !isSeveral) return first
  return combineRunReports(options.tool ?? newestOf(groups.flat()).tool, 'report', merged)
}

function mergeOne(reports: readonly RunReport[], isAlone: boolean, options: MergeOptions): RunReport {
  const strict = options.strict === true || reports.some((report) => report.strict === true)
  const expected = options.platforms?.map((it) => (typeof it === 'string' ? parsePlatform(it) : it))
  const isExpected = ({ platform }: PlatformReport): boolean =>
    expected === undefined
      ? !isAlone && platform.startsWith('linux/')
      : expected.some((wanted) => isPlatform(platform, formatPlatform(wanted)))
  const mustRun = reports.some(({ platforms }) => platforms.some(wasToRun))
  const platforms = listPlatformShards(reports).map((shards) =>
    mergePlatform(shards, { strict, mustRun, isExpected: shards.some(({ platform }) => isExpected(platform)) }),
  )
  const known = reports.flatMap((report) => report.findings)
  const findings = uniqueFindings([...known, ...findMissingPlatforms(platforms, known, expected ?? [])])
  const errors = isAlone ? reports.flatMap((report) => report.errors) : listOpenErrors(reports, platforms)
  const wasRun = platforms.length > 0 || findings.length > 0 || !errors.some(({ code }) => exitCodeOfError(code) === 2)
  const verdicts = platforms.map(({ verdict }) => verdict)
  const verdict = wasRun ? runVerdict(verdicts, findings, { strict }) : null
  const newest = newestOf(reports)
  const { image } = reports.find((report) => report.image?.digest !== undefined) ?? newest
  // Of several, none can say what became of the image they are about together.
  const { publish } = isAlone ? newest : {}
  const builds = listBuilds(reports)
  const attestations = reports.find((report) => report.attestations !== undefined)?.attestations
  const { flags } = reports.find((report) => report.flags !== undefined) ?? newest
  return {
    schemaVersion: 1,
    tool: options.tool ?? newest.tool,
    command: 'report',
    // It must not pass for newer than what it rests on.
    createdAt: oldestOf(reports, newest).createdAt,
    ...(image === undefined ? {} : { image }),
    ...(strict ? { strict } : {}),
    ...(flags === undefined ? {} : { flags }),
    verdict,
    exitCode: mergedExitCode(verdict, errors, options.inconclusive),
    findings,
    ...(attestations === undefined ? {} : { attestations }),
    ...(isAlone && newest.bench !== undefined ? { bench: newest.bench } : {}),
    platforms,
    ...(builds.length === 0 ? {} : { builds }),
    ...(publish === undefined ? {} : { publish }),
    errors,
  }
}

function newestOf(reports: readonly RunReport[]): RunReport {
  const [newest] = reports.toSorted((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt))
  if (newest === undefined) throw new RangeError('no report is none to merge')
  return newest
}

function oldestOf(reports: readonly RunReport[], newest: RunReport): RunReport {
  return reports.reduce((oldest, it) => (Date.parse(it.createdAt) < Date.parse(oldest.createdAt) ? it : oldest), newest)
}

/** Each build once: what is told by several reports was made for all of them. */
function listBuilds(reports: readonly RunReport[]): readonly BuildReport[] {
  const builds = reports.flatMap((report) => report.builds ?? [])
  return [...new Map(builds.map((build) => [JSON.stringify(build), build])).values()]
}
