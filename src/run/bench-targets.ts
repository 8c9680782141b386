import { findSettled, type AimGroup } from '../bench/aim.ts'
import { addFactor, collectSeries, createBenchmark, valuesOfBoth, type Series } from '../bench/benchmark.ts'
import { pairedRatio } from '../bench/change.ts'
import { changeOfRounds, reportRatio } from '../bench/compare.ts'
import { measureRounds, type RoundsResult, type Subject } from '../bench/rounds.ts'
import { median } from '../bench/statistics.ts'
import type { BenchSettings } from '../config/resolved-config.ts'
import { thresholdFor } from '../config/threshold.ts'
import type { Target } from '../plan/target.ts'
import type { BenchmarkReport, FootprintReport } from '../report/benchmark-report.ts'
import type { Emulator } from '../report/report.ts'
import { iterateTarget, type TargetIteration } from './bench-iteration.ts'
import { timeNullServer } from './null-server.ts'
import type { OwnBenches } from './own-benches.ts'
import type { TargetRunOptions } from './target-run.ts'

/** Something that is started and measured once in each round. */
export interface BenchSubject {
  /** Each once. */
  readonly name: string
  readonly run: TargetRunOptions
  /** The target it is a benchmark of; of a baseline, the one it is held against. */
  readonly of: Target
  readonly role: 'candidate' | 'baseline' | 'emulator'
  /** Of the role `emulator`. */
  readonly emulator?: Emulator
  /** The user's, where there are any. */
  readonly own?: OwnBenches
}

export interface BenchTargetsOptions {
  readonly subjects: readonly BenchSubject[]
  readonly settings: BenchSettings
  readonly seed: number
  readonly signal: AbortSignal
  /** Hears of each round, and of the names of the subjects it measures; those to warm up are 0 and less. */
  readonly onRound: (round: number, names: readonly string[]) => void
}

/** What was measured of a target. */
export interface TargetBenchmarks {
  readonly benchmarks: readonly BenchmarkReport[]
  readonly footprint: FootprintReport
  /** What kept any of it from being measured. */
  readonly problem?: string
}

export interface BenchResult {
  readonly rounds: RoundsResult<TargetIteration>
  readonly byTarget: ReadonlyMap<Target, TargetBenchmarks>
  /** What could not be measured of baselines and under other emulators. */
  readonly notes: readonly string[]
}

export const warmupRounds = 1
const leastRounds = 5
const mostRounds = 100
/** Of a median that is compared with nothing. */
const usualHalfWidth = 0.03
const usualThreshold = 0.05
const commandTimeoutMs = 600_000

/** Starts every subject once in each round, in a new order each time, and sums up what that showed. */
export async function benchTargets(options: BenchTargetsOptions): Promise<BenchResult> {
  const { subjects, settings, seed, signal, onRound } = options
  const nullTimes = settings.requests === 0 ? [] : await timeNullServer(signal).catch(() => [])
  const wishes = { requests: settings.requests, commands: settings.commands, commandTimeoutMs }
  const measured: readonly Subject<TargetIteration>[] = subjects.map(({ name, run, own }) => ({
    name,
    iterate: () => iterateTarget(run, { ...wishes, ...(own === undefined ? {} : { own }) }),
  }))
  const thresholdOf = (measure: string): number => thresholdFor(settings.thresholds, measure, usualThreshold)
  const pairHalfWidth = (measure: string): number => thresholdOf(measure) / 2
  const aim = { seed, groups: groupSubjects(subjects), halfWidth: usualHalfWidth, pairHalfWidth }
  const rounds = await measureRounds(measured, {
    rule: {
      leastRounds: settings.rounds ?? leastRounds,
      mostRounds: settings.rounds ?? mostRounds,
      longestMs: settings.longestMs,
    },
    warmupRounds,
    seed,
    signal,
    findSettled: (now) => findSettled(now, aim),
    onRound,
  })
  const ownCostMs = nullTimes.length === 0 ? undefined : median(nullTimes)
  const notes = subjects
    .filter(({ role, name }) => role !== 'candidate' && rounds.problems.has(name))
    .map(({ name }) => `${name}: ${rounds.problems.get(name) ?? ''}`)
  return { rounds, notes, byTarget: sumUp(rounds, { ...options, ownCostMs, thresholdOf }) }
}

/**
 * Each platform with its baseline, which nothing but each other is compared with. Without baselines platforms are, so none
 * is left out before the others.
 */
function groupSubjects(subjects: readonly BenchSubject[]): readonly AimGroup[] {
  const named = (some: readonly BenchSubject[]): readonly string[] => some.map(({ name }) => name)
  if (subjects.every(({ role }) => role !== 'baseline')) return [{ subjects: named(subjects) }]
  return [...Map.groupBy(subjects, ({ of }) => of)].map(([of, group]) => {
    const baseline = group.find(({ role }) => role === 'baseline')
    return {
      subjects: named(group),
      ...(baseline === undefined ? {} : { pair: { candidate: of.name, baseline: baseline.name } }),
    }
  })
}

interface SumUpOptions extends BenchTargetsOptions {
  readonly ownCostMs: number | undefined
  readonly thresholdOf: (measure: string) => number
}

function sumUp(rounds: RoundsResult<TargetIteration>, options: SumUpOptions): ReadonlyMap<Target, TargetBenchmarks> {
  const { subjects } = options
  const series = new Map(
    subjects.map((subject) => [subject, collectSeries(rounds.iterations.get(subject.name) ?? [])] as const),
  )
  const measuresOf = (subject: BenchSubject | undefined): ReadonlyMap<string, Series> =>
    (subject && series.get(subject)) ?? new Map()
  const comparisons = subjects
    .filter(({ role }) => role === 'baseline')
    .reduce((sum, baseline) => sum + measuresOf(baseline).size, 0)
  const tested = [...series.values()].reduce((sum, measures) => sum + measures.size, 0)
  const candidates = subjects.filter(({ role }) => role === 'candidate')
  const underEmulator = (made: BenchmarkReport, emulator: Emulator, one: Series, of: Target): BenchmarkReport => {
    const own = measuresOf(candidates.find((candidate) => candidate.of === of)).get(made.name) ?? []
    const ratio = pairedRatio(...valuesOfBoth(one, own))
    return { ...made, emulator, ...(ratio === undefined ? {} : { overOwn: reportRatio(ratio) }) }
  }
  const describe = (subject: BenchSubject, baseline: BenchSubject | undefined): readonly BenchmarkReport[] =>
    [...measuresOf(subject)].flatMap(([name, one]) => {
      const made = createBenchmark(name, one, { ...options, comparisons: tested })
      if (made === undefined) return []
      const benchmark = subject.emulator === undefined ? made : underEmulator(made, subject.emulator, one, subject.of)
      const before = measuresOf(baseline).get(name)
      const change =
        before === undefined
          ? undefined
          : changeOfRounds(valuesOfBoth(one, before), comparisons, options.thresholdOf(name))
      const changed = change === undefined ? benchmark : { ...benchmark, change }
      const native = findNative(candidates, subject)
      const over = native === subject ? undefined : measuresOf(native).get(name)
      if (native === undefined || over === undefined) return [changed]
      const of = subject.run.target.execution.kind === 'native' ? 'compatibility' : 'emulation'
      return [addFactor(changed, one, { platform: native.of.name, series: over, of }, options.seed)]
    })
  return new Map(
    candidates.map((candidate) => {
      const baseline = subjects.find(({ role, of }) => role === 'baseline' && of === candidate.of)
      const emulators = subjects.filter(({ role, of }) => role === 'emulator' && of === candidate.of)
      const own = rounds.iterations.get(candidate.name) ?? []
      const problem =
        rounds.problems.get(candidate.name) ?? own.map((iteration) => iteration?.problem).find((it) => it !== undefined)
      return [
        candidate.of,
        {
          benchmarks: [candidate, ...emulators].flatMap((subject) =>
            describe(subject, subject === candidate ? baseline : undefined),
          ),
          footprint: memoryOf(own),
          ...(problem === undefined ? {} : { problem }),
        },
      ] as const
    }),
  )
}

/** What factors are over: the platform that is its engine's own. One that the processor only runs too is none. */
function findNative(candidates: readonly BenchSubject[], { run: { engine } }: BenchSubject): BenchSubject | undefined {
  return candidates.find(
    ({ run }) =>
      run.engine === engine &&
      run.target.execution.kind === 'native' &&
      run.target.platform.architecture === engine.info.architecture,
  )
}

function memoryOf(iterations: readonly (TargetIteration | undefined)[]): FootprintReport {
  const peaks = iterations.flatMap((iteration) => iteration?.peakMemoryBytes ?? [])
  const from = iterations.find((iteration) => iteration?.memoryFrom !== undefined)?.memoryFrom
  return {
    ...(peaks.length === 0 ? {} : { peakMemoryBytes: Math.max(...peaks) }),
    ...(from === undefined ? {} : { memoryFrom: from }),
  }
}
