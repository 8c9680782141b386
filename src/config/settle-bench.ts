import type { Layers } from './layers.ts'
import { options } from './options.ts'
import { present } from './present.ts'
import type { BenchSettings } from './resolved-config.ts'
import type { VerbName } from './verb-name.ts'

const usualMs = 60_000
/** Who says how many rounds are made wants them all. */
const longestMs = 24 * 3600 * 1000
const usualRequests = 20

/** What the sources say of benchmarks; undefined where none are wanted. */
export function settleBench({ read }: Layers, verb: VerbName): BenchSettings | undefined {
  const rounds = read(options.rounds)
  const settings = {
    longestMs: read(options.time) ?? (rounds === undefined ? usualMs : longestMs),
    requests: read(options.requests) ?? usualRequests,
    commands: read(options.exec) ?? [],
    buildRounds: read(options.buildRounds) ?? 1,
    thresholds: read(options.threshold) ?? [],
    ...present({ rounds, buildTimes: read(options.buildTimes) }),
  }
  const isWanted = read(options.bench) ?? false
  return verb === 'bench' || isWanted ? settings : undefined
}
