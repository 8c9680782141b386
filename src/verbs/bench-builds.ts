import { createBuildBenchmarks } from '../bench/build-benchmarks.ts'
import { measureBuilds } from '../bench/build-rounds.ts'
import type { BuildTimer } from '../build/time-build.ts'
import type { BenchSettings } from '../config/resolved-config.ts'
import { formatPlatform } from '../oci/platform.ts'
import type { Target } from '../plan/target.ts'
import type { BenchmarkReport } from '../report/benchmark-report.ts'
import type { VerbContext } from './context.ts'

export interface BenchBuildsOptions {
  /** Absent for an image that was not built here. */
  readonly buildTimer?: BuildTimer | undefined
  readonly settings: BenchSettings
  readonly context: VerbContext
  readonly seed: number
}

/** What builds of targets took, where any was measured. */
export interface BenchedBuilds {
  /** Those that were made of every platform. */
  readonly rounds: number
  readonly isStopped: boolean
  of(target: Target): readonly BenchmarkReport[]
  /** What kept its builds from being measured. */
  problemOf(target: Target): string | undefined
}

const nothing: BenchedBuilds = { rounds: 0, isStopped: false, of: () => [], problemOf: () => undefined }

/** Builds what was built once more, each platform alone: cold, and then warm. */
export async function benchBuilds(
  targets: readonly Target[],
  { buildTimer: timer, settings, context, seed }: BenchBuildsOptions,
): Promise<BenchedBuilds> {
  const { signal, onEvent } = context
  if (timer === undefined || settings.buildRounds === 0 || signal.aborted) return nothing
  const byName = new Map(targets.map((target) => [formatPlatform(target.platform), target]))
  const platforms = [...byName.values()].map(({ platform }) => platform)
  const times = settings.buildRounds === 1 ? 'once' : `${settings.buildRounds} times`
  onEvent({ kind: 'notice', message: `building each platform alone ${times}, cold and then warm, to measure that` })
  const measured = await measureBuilds({
    timer,
    platforms,
    rounds: settings.buildRounds,
    seed,
    signal,
    onBuild: (name, heat, round) => {
      const platform = byName.get(name)?.name ?? name
      onEvent({ kind: 'platform-state', platform, state: 'measuring', detail: `build ${round}, ${heat}` })
    },
  })
  const benchmarks = createBuildBenchmarks(measured, { platforms, timer, seed })
  return {
    rounds: measured.rounds,
    isStopped: measured.endedBy === 'stopped',
    of: ({ platform }) => benchmarks.get(formatPlatform(platform)) ?? [],
    problemOf: ({ platform }) => {
      const problem = measured.problems.get(formatPlatform(platform))
      return problem === undefined ? undefined : `it was not measured how long it takes to build: ${problem}`
    },
  }
}
