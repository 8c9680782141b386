import type { BenchmarkReport, ChangeReport } from '../report/benchmark-report.ts'
import type { PlatformReport } from '../report/report.ts'
import { digits } from './benchmark.ts'
import { tellable } from './clock.ts'
import { confidenceOfEach, judgeChange, pairedRatio } from './change.ts'
import { ratioOfRatios, type Ratio } from './ratio.ts'

/** A change as reports have it. */
export function createChange(ratio: Ratio, by: ChangeReport['by'], threshold: number): ChangeReport {
  return { ...reportRatio(ratio), by, threshold, verdict: judgeChange(ratio, threshold) }
}

/** A ratio as reports have it. */
export function reportRatio({ value, interval }: Ratio): Pick<ChangeReport, 'ratio' | 'interval'> {
  return {
    ratio: digits(value),
    ...(interval === undefined ? {} : { interval: { low: digits(interval.low), high: digits(interval.high) } }),
  }
}

/** What became of a measure that was taken in turn with its baseline. */
export function changeOfRounds(
  values: readonly [candidate: readonly number[], baseline: readonly number[]],
  comparisons: number,
  threshold: number,
): ChangeReport | undefined {
  const ratio = pairedRatio(...tellable(values), { comparisons })
  return ratio === undefined ? undefined : createChange(ratio, 'time', threshold)
}

/** A measure, and what makes it comparable with one of another machine. */
export interface Scaled {
  readonly by: 'factor' | 'reference'
  readonly samples: readonly number[]
  /** Of the native platform, or what the program that calibrates took, for each. */
  readonly scale: readonly number[]
}

/**
 * A benchmark of a platform as a multiple of something that was measured on the same machine: the native platform of its
 * image, else the program that calibrates. Undefined where there is neither.
 */
export function scaleBenchmark(
  { name, samples, factorOf, comparedTo }: BenchmarkReport,
  { execution }: PlatformReport,
  platforms: readonly PlatformReport[],
): Scaled | undefined {
  if (factorOf === 'emulation' || factorOf === 'compatibility') {
    const native = platforms.find(({ platform }) => platform === comparedTo)
    const other = native?.benchmarks?.find((benchmark) => benchmark.name === name && benchmark.emulator === undefined)
    if (other !== undefined && other.samples.length > 0) return { by: 'factor', samples, scale: other.samples }
  }
  const calibration = 'calibration' in execution ? execution.calibration : undefined
  if (calibration === undefined) return undefined
  return { by: 'reference', samples, scale: samples.map(() => calibration.cpuUs) }
}

/** What became of a measure since a saved report; undefined where the two have nothing in common. */
export function changeOfScaled(
  candidate: Scaled | undefined,
  baseline: Scaled | undefined,
  options: { readonly comparisons: number; readonly threshold: number; readonly seed: number },
): ChangeReport | undefined {
  if (candidate === undefined || baseline === undefined || candidate.by !== baseline.by) return undefined
  const { comparisons, threshold, seed } = options
  const ratio = ratioOfRatios([candidate.samples, candidate.scale], [baseline.samples, baseline.scale], {
    seed,
    confidence: confidenceOfEach({ comparisons }),
  })
  return ratio === undefined ? undefined : createChange(ratio, candidate.by, threshold)
}
