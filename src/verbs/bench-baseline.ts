import { stat } from 'node:fs/promises'
import { compareWithSaved, describeDifferences } from '../bench/saved-baseline.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import type { Engine } from '../engine/engine.ts'
import { formatPlatform } from '../oci/platform.ts'
import { formatRepository, parseReference } from '../oci/reference.ts'
import type { Target } from '../plan/target.ts'
import type { BenchReport, MachineReport } from '../report/benchmark-report.ts'
import type { PlatformReport, RunReport } from '../report/report.ts'
import { listRunReports, type RunReports } from '../report/run-reports.ts'
import type { BenchSubject } from '../run/bench-targets.ts'
import type { ImageSupply } from '../run/image-supply.ts'
import type { TargetRunOptions } from '../run/target-run.ts'
import type { VerbContext } from './context.ts'
import { readNamedReport } from './read-report-file.ts'

/** An image that is measured in turn with another. */
export interface BaselinePlan {
  readonly targets: readonly Target[]
  readonly repository: string
  readonly supply: ImageSupply
  readonly engineOf: (target: Target) => Engine
  close(): Promise<void>
}

export interface BenchBaselineOptions {
  readonly config: Pick<ResolvedConfig, 'baseline'>
  readonly context: Pick<VerbContext, 'signal'>
  /** As reports call it. */
  readonly image: string
  readonly targets: readonly Target[]
  readonly settings: { readonly thresholds: Parameters<typeof compareWithSaved>[1]['thresholds'] }
  readonly runOf: (target: Target, place: BaselinePlan) => TargetRunOptions
  readonly planBaseline: (reference: string, targets: readonly Target[]) => Promise<BaselinePlan>
}

export interface Compared {
  readonly platforms: ReadonlyMap<string, PlatformReport>
  readonly baseline?: NonNullable<BenchReport['baseline']>
  /** Why nothing could be compared. */
  readonly problem?: string
}

/** What benchmarks are held against: another image in the same rounds, a saved report afterwards, or nothing. */
export interface BenchBaseline {
  subjects(wanted: readonly Target[]): Promise<readonly BenchSubject[]>
  compare(platforms: ReadonlyMap<string, PlatformReport>, machine: MachineReport): Compared
  close(): Promise<void>
}

const nothing: BenchBaseline = {
  subjects: async () => [],
  compare: (platforms) => ({ platforms }),
  close: async () => undefined,
}

/**
 * Opens what the user named with `--baseline`: an existing path is a file.
 * @throws HarnessError `report-invalid`, or what the registry or engine says of the baseline's image
 */
export async function openBenchBaseline(options: BenchBaselineOptions): Promise<BenchBaseline> {
  const { baseline: named } = options.config
  if (named === undefined) return nothing
  const saved = await readSaved(options.config, options.context)
  return saved === undefined ? openImage(named, options) : openSaved(named, saved, options)
}

/**
 * The saved report that is the baseline; undefined where that is an image.
 * @throws HarnessError `report-invalid`
 */
export async function readSaved(
  { baseline: named }: Pick<ResolvedConfig, 'baseline'>,
  { signal }: Pick<VerbContext, 'signal'>,
): Promise<RunReport | RunReports | undefined> {
  if (named === undefined || (await stat(named).catch(() => undefined)) === undefined) return undefined
  return readNamedReport(named, signal)
}

async function openImage(named: string, options: BenchBaselineOptions): Promise<BenchBaseline> {
  const plan = await options.planBaseline(named, options.targets)
  const before = (target: Target): Target | undefined =>
    plan.targets.find(({ platform }) => formatPlatform(platform) === formatPlatform(target.platform))
  return {
    subjects: async (wanted) => {
      const subjects: BenchSubject[] = []
      for (const target of wanted) {
        const other = before(target)
        if (other === undefined) continue
        await plan.supply.pull(other, () => undefined)
        subjects.push({
          name: `baseline of ${target.name}`,
          of: target,
          role: 'baseline',
          run: options.runOf(other, plan),
        })
      }
      return subjects
    },
    compare: (platforms) => {
      const lacking = [...platforms.values()].filter(({ benchmarks = [] }) => benchmarks.every(({ change }) => !change))
      const notes = lacking.map(({ platform }) => `it has nothing to compare ${platform} with`)
      return {
        platforms,
        baseline: { name: named, by: 'rounds', notes },
        ...(lacking.length === platforms.size && lacking.length > 0
          ? { problem: `nothing of ${named} could be measured beside it` }
          : {}),
      }
    },
    close: async () => {
      await Promise.allSettled(plan.targets.map((target) => plan.supply.release(target)))
      await plan.close()
    },
  }
}

function openSaved(
  named: string,
  saved: RunReport | RunReports,
  { image, settings }: BenchBaselineOptions,
): BenchBaseline {
  const reports = listRunReports(saved)
  const baseline =
    reports.find((report) => repositoryOf(report.image?.reference ?? '') === repositoryOf(image)) ?? reports[0]
  return {
    ...nothing,
    compare: (platforms, machine) => {
      if (baseline === undefined || !hasBenchmarks(baseline)) {
        const problem = `${named} holds no benchmarks: write it with everyarch bench --reporter json=FILE`
        return { platforms, problem, baseline: { name: named, by: 'report', notes: [problem] } }
      }
      const names = [...platforms.keys()]
      const compared = compareWithSaved([...platforms.values()], {
        baseline,
        thresholds: settings.thresholds,
        seed: baseline.bench?.seed ?? 1,
      })
      const lacking = compared.filter(({ benchmarks = [] }) => benchmarks.every(({ change }) => change === undefined))
      const notes = [
        ...describeDifferences(baseline, image, machine, repositoryOf),
        ...lacking.map(({ platform }) => `it has nothing to compare ${platform} with`),
      ]
      return {
        platforms: new Map(compared.map((report, place) => [names[place] ?? report.platform, report] as const)),
        baseline: { name: named, by: 'report', notes },
        ...(lacking.length === compared.length ? { problem: `${named} has nothing to compare it with` } : {}),
      }
    },
  }
}

function hasBenchmarks({ platforms }: RunReport): boolean {
  return platforms.some(({ benchmarks = [] }) => benchmarks.length > 0)
}

function repositoryOf(image: string): string {
  try {
    return formatRepository(parseReference(image))
  } catch {
    return image
  }
}
