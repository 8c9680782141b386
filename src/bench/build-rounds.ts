import type { BuildHeat, BuildTimer, BuildTiming } from '../build/time-build.ts'
import { formatPlatform, type Platform } from '../oci/platform.ts'
import { buildNames } from './build-names.ts'
import { measureRounds, type Iteration, type RoundsResult } from './rounds.ts'

/** A build with nothing cached, and one after it with all. */
export interface BuildIteration extends Iteration {
  readonly cold: BuildTiming
  readonly warm: BuildTiming
}

export interface BuildRoundsOptions {
  readonly timer: BuildTimer
  readonly platforms: readonly Platform[]
  readonly rounds: number
  readonly seed: number
  readonly signal: AbortSignal
  /** Hears of each build before it begins. */
  readonly onBuild?: (platform: string, heat: BuildHeat, round: number) => void
}

/** Builds every platform alone, once cold and then warm in each round, in an order drawn anew. */
export function measureBuilds(options: BuildRoundsOptions): Promise<RoundsResult<BuildIteration>> {
  const { timer, platforms, rounds, seed, signal, onBuild } = options
  let round = 1
  const subjects = platforms.map((platform) => {
    const name = formatPlatform(platform)
    const time = (heat: BuildHeat): Promise<BuildTiming> => {
      onBuild?.(name, heat, round)
      return timer.time(platform, heat, signal)
    }
    return {
      name,
      iterate: async (): Promise<BuildIteration> => {
        const cold = await time('cold')
        const warm = await time('warm')
        const durations = new Map([
          [buildNames.cold, [cold.durationMs]],
          [buildNames.warm, [warm.durationMs]],
        ])
        return { durations, cold, warm }
      },
    }
  })
  return measureRounds(subjects, {
    rule: { leastRounds: rounds, mostRounds: rounds, longestMs: Infinity },
    warmupRounds: 0,
    seed,
    signal,
    findSettled: () => new Set(),
    onRound: (next) => {
      round = next
    },
  })
}
