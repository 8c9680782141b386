import type { Comparison, Footprint, Peer } from './contender.ts'
import { measurePeakBytes } from './footprint.ts'
import { measureRounds, type RoundTimes } from './rounds.ts'
import { summarize, type Summary } from './statistics.ts'

/** A comparison with what came of it. */
export interface ComparisonResult {
  readonly comparison: Comparison
  readonly ours: Summary
  readonly peers: readonly PeerResult[]
}

export interface PeerResult {
  readonly peer: Peer
  readonly times: Summary
  /** Ours by the peer's, taken in each round: what slowed a round down slowed both. */
  readonly ratio: Summary
}

export interface FootprintResult {
  readonly footprint: Footprint
  readonly peakBytes: number
}

export interface MeasureOptions {
  /** @default the comparison's own */
  readonly rounds?: number | undefined
  readonly warmupRounds: number
  readonly say: (line: string) => void
}

/** Measures all contenders of a comparison, side by side. */
export async function measureComparison(comparison: Comparison, options: MeasureOptions): Promise<ComparisonResult> {
  const { ours, peers } = comparison
  const rounds = options.rounds ?? comparison.rounds
  options.say(`${comparison.name}: ${rounds} rounds after ${options.warmupRounds} to warm up`)
  const times = await measureRounds([ours, ...peers], { rounds, warmupRounds: options.warmupRounds })
  const ourTimes = timesOf(times, ours.name)
  return {
    comparison,
    ours: await summarize(ourTimes),
    peers: await Promise.all(
      peers.map(async (peer) => {
        const peerTimes = timesOf(times, peer.name)
        const ratios = ourTimes.map((ms, round) => ms / (peerTimes[round] ?? Number.NaN))
        return { peer, times: await summarize(peerTimes), ratio: await summarize(ratios) }
      }),
    ),
  }
}

/** Measures the memory of a task, over a few runs. */
export async function measureFootprint(footprint: Footprint, options: MeasureOptions): Promise<FootprintResult> {
  options.say(`${footprint.name}: memory`)
  return { footprint, peakBytes: await measurePeakBytes(footprint, 3) }
}

function timesOf(times: RoundTimes, name: string): readonly number[] {
  const found = times.get(name)
  if (found === undefined) throw new Error(`${name} was not measured`)
  return found
}
