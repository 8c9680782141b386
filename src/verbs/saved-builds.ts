import type { ResolvedConfig } from '../config/resolved-config.ts'
import { HarnessError } from '../errors.ts'
import { quoteText } from '../oci/quote.ts'
import type { BenchReport, BenchmarkReport } from '../report/benchmark-report.ts'
import type { PlatformReport, RunReport } from '../report/report.ts'
import { listRunReports } from '../report/run-reports.ts'
import { readNamedReport } from './read-report-file.ts'

/** Reports that tell what builds took, from one file. */
export interface SavedBuilds {
  /** As the user named it. */
  readonly name: string
  readonly reports: readonly RunReport[]
}

/**
 * What the user named with `--build-times`; undefined where nothing is measured.
 * @throws HarnessError `report-invalid`
 */
export async function readSavedBuilds({
  bench,
  build,
}: Pick<ResolvedConfig, 'bench' | 'build'>): Promise<SavedBuilds | undefined> {
  const name = bench?.buildTimes
  if (name === undefined) return undefined
  if (build !== undefined) {
    throw new HarnessError(
      'usage-invalid',
      '--build-times is for an image that was built before, and --build builds one',
      {
        hint: 'leave one of them out: with --build, builds are measured now',
      },
    )
  }
  const reports = listRunReports(await readNamedReport(name, new AbortController().signal))
  if (reports.some((report) => report.platforms.some((platform) => buildsOf(platform).length > 0))) {
    return { name, reports }
  }
  throw new HarnessError('report-invalid', `${quoteText(name)}: it says nothing of what builds took`, {
    hint: 'write it with everyarch bench --build CONTEXT --reporter json=FILE',
  })
}

/** The report of a run with what the builds of the same digests took, and when that was. */
export function addSavedBuilds(report: RunReport, saved: SavedBuilds | undefined): RunReport {
  const { bench, builds = [] } = report
  if (saved === undefined || bench === undefined) return report
  const figures = new Map<string, readonly BenchmarkReport[]>()
  const source = saved.reports.find((it) => report.platforms.some((platform) => isIn(it, platform)))
  if (source === undefined) return { ...report, bench: noteOther(bench, saved.name) }
  for (const { digest, platform, ...rest } of source.platforms) {
    if (digest !== undefined) figures.set(keyOf({ digest, platform }), buildsOf(rest))
  }
  return {
    ...report,
    bench: { ...bench, builds: { name: saved.name, createdAt: source.createdAt } },
    platforms: report.platforms.map((platform) => {
      const { benchmarks } = platform
      const own = figures.get(keyOf(platform)) ?? []
      return benchmarks === undefined || own.length === 0
        ? platform
        : { ...platform, benchmarks: [...own, ...benchmarks] }
    }),
    ...(builds.length > 0 || source.builds === undefined ? {} : { builds: source.builds }),
  }
}

function isIn({ platforms }: RunReport, platform: PlatformReport): boolean {
  if (platform.digest === undefined) return false
  return platforms.some((other) => keyOf(other) === keyOf(platform) && buildsOf(other).length > 0)
}

function noteOther(bench: BenchReport, name: string): BenchReport {
  return { ...bench, notes: [...(bench.notes ?? []), `its builds: ${name} is of another image`] }
}

function buildsOf({ benchmarks = [] }: Pick<PlatformReport, 'benchmarks'>): readonly BenchmarkReport[] {
  return benchmarks.filter(({ build }) => build !== undefined)
}

/** The same content for the same platform. */
function keyOf({ digest, platform }: Pick<PlatformReport, 'digest' | 'platform'>): string {
  return `${digest ?? ''} ${platform}`
}
