import { thresholdFor, type Threshold } from '../config/threshold.ts'
import { pullName, type BenchmarkReport, type MachineReport } from '../report/benchmark-report.ts'
import type { PlatformReport, RunReport } from '../report/report.ts'
import { leastForInterval } from './bootstrap.ts'
import { buildNames } from './build-names.ts'
import { changeOfScaled, scaleBenchmark } from './compare.ts'

export interface SavedBaselineOptions {
  readonly baseline: RunReport
  readonly thresholds: readonly Threshold[]
  readonly seed: number
}

/** Where factors are compared: they are less sure than times that were taken in turn. */
export const usualFactorThreshold = 0.25

/** Compares the benchmarks of platforms with those of a saved report. */
export function compareWithSaved(
  platforms: readonly PlatformReport[],
  { baseline, thresholds, seed }: SavedBaselineOptions,
): readonly PlatformReport[] {
  const pairs = platforms.flatMap((platform) => {
    const before = baseline.platforms.find((other) => other.platform === platform.platform)
    return (platform.benchmarks ?? []).flatMap((benchmark) => {
      // It depends on what else is in the engine's store, and is measured once.
      if (benchmark.name === pullName) return []
      const earlier = before?.benchmarks?.find((other) => isSameMeasure(other, benchmark))
      if (before === undefined || earlier === undefined) return []
      if (isWeakBuild(benchmark) || isWeakBuild(earlier)) return []
      return [
        {
          benchmark,
          candidate: scaleBenchmark(benchmark, platform, platforms),
          earlier: scaleBenchmark(earlier, before, baseline.platforms),
        },
      ]
    })
  })
  const changes = new Map(
    pairs.map(({ benchmark, candidate, earlier }) => {
      const threshold = thresholdFor(thresholds, benchmark.name, usualFactorThreshold)
      const change = changeOfScaled(candidate, earlier, { comparisons: pairs.length, threshold, seed })
      return [benchmark, change] as const
    }),
  )
  return platforms.map((platform) =>
    platform.benchmarks === undefined
      ? platform
      : {
          ...platform,
          benchmarks: platform.benchmarks.map((benchmark) => {
            const change = changes.get(benchmark)
            return change === undefined ? benchmark : { ...benchmark, change }
          }),
        },
  )
}

/**
 * A build or two is what everyone makes, and one from a cache takes milliseconds that are another machine's affair: that
 * they cannot be compared takes nothing from what can.
 */
function isWeakBuild({ build, name, samples }: BenchmarkReport): boolean {
  return build !== undefined && (name !== buildNames.cold || samples.length < leastForInterval)
}

function isSameMeasure(one: BenchmarkReport, other: BenchmarkReport): boolean {
  return one.name === other.name && one.emulator?.version === other.emulator?.version
}

/** What keeps two reports from being of the same thing: said, and the reason why only factors are compared. */
export function describeDifferences(
  baseline: RunReport,
  image: string,
  machine: MachineReport,
  repositoryOf: (image: string) => string,
): readonly string[] {
  const named = baseline.image?.reference ?? ''
  const other = baseline.bench?.machine
  return [
    ...(named !== '' && repositoryOf(named) !== repositoryOf(image) ? [`it is of another image, ${named}`] : []),
    ...(other === undefined || isSameMachine(other, machine)
      ? []
      : [`it is of another machine, ${describeMachine(other)}`]),
  ]
}

function isSameMachine(one: MachineReport, other: MachineReport): boolean {
  return describeMachine(one) === describeMachine(other) && one.kernelVersion === other.kernelVersion
}

function describeMachine({ processor, cores, engineVersion }: MachineReport): string {
  return `${cores} × ${processor ?? 'an unknown processor'}, ${engineVersion}`
}
