import type { StepExecution } from './build-report.ts'

/** Where a figure lies, with 95 % confidence. */
export interface IntervalReport {
  /** The lower end. */
  readonly low: number
  /** The upper end. */
  readonly high: number
}

/** The benchmark of a pull: the engine does that, however it executes what it has pulled. */
export const pullName = 'pull'

/** What a platform took to do one thing, over several rounds. Times are milliseconds. */
export interface BenchmarkReport {
  /** `build (cold)`, `build (warm)`, `start`, `run`, `pull`, `GET /`, `exec nginx -t`, `bench page: one`: each once on a platform. */
  readonly name: string
  /** Milliseconds, the median of all rounds. */
  readonly medianMs: number
  /** One for each round, in their order; for requests the median of the round's. */
  readonly samples: readonly number[]
  /** How many times as long as natively. */
  readonly factor?: number
  /** Of the factor. */
  readonly factorInterval?: IntervalReport
  /**
   * What the factor is of: `emulation` of the same image, `compatibility` of another architecture that the processor
   * runs itself (386 on amd64), `cross` of a build that emulates nothing for another platform, or `reference`: the
   * program that calibrates, because nothing of the image ran natively.
   */
  readonly factorOf?: 'emulation' | 'compatibility' | 'cross' | 'reference'
  /** The native platform the factor is over: `linux/amd64`. */
  readonly comparedTo?: string
  /** Median absolute deviation. */
  readonly madMs?: number
  /** Of the median; absent for a single sample. */
  readonly interval?: IntervalReport
  /** Samples far from all others; they are part of the figures. */
  readonly outliers?: number
  /** The interval reaches further than 10 %: the machine was too noisy, or the rounds too few. */
  readonly isUnstable?: true
  /** Of requests only. */
  readonly requests?: RequestsReport
  /** That it became slower while it was measured, where that is no chance. */
  readonly trend?: TrendReport
  /** Under an emulator that the user named, beside the engine's own. */
  readonly emulator?: { readonly name: string; readonly version?: string }
  /** How many times as long as under the engine's own emulator, of times that were taken in turn. */
  readonly overOwn?: { readonly ratio: number; readonly interval?: IntervalReport }
  /** With a baseline. */
  readonly change?: ChangeReport
  /** What it was made of, where it is a build. */
  readonly build?: BuildFigures
}

/** What a build for one platform was made of. */
export interface BuildFigures {
  /** `emulated` where any step was; `cross` where none was, and any ran natively for another platform. */
  readonly execution: StepExecution | 'none'
  /** Those of the Dockerfile. */
  readonly steps: readonly StepFigures[]
}

/** What a step of a build took, over several rounds. Times are milliseconds. */
export interface StepFigures extends Pick<
  BenchmarkReport,
  'medianMs' | 'samples' | 'madMs' | 'interval' | 'outliers' | 'factor' | 'factorInterval' | 'comparedTo'
> {
  /** The stage of the Dockerfile; `stage-1` where it has no name. */
  readonly stage?: string
  /** `RUN pip install flask` */
  readonly instruction: string
  /** Absent for a step that executes nothing, and for one of the cache. */
  readonly execution?: StepExecution
  /** It came from the cache. */
  readonly isCached?: true
}

/** Single requests, one after another, of all rounds. */
export interface RequestsReport {
  /** How many were timed. */
  readonly count: number
  /** Milliseconds that nine of ten took at most. */
  readonly p90Ms: number
  /** Milliseconds that ninety-nine of a hundred took at most. */
  readonly p99Ms: number
  /** What the same request takes on a server that does nothing: what measuring costs. */
  readonly ownCostMs?: number
}

/** What becomes slower the longer it goes on: no regression, which is over time of another kind. */
export interface TrendReport {
  /** One request after another to the same container, or one round after another. */
  readonly over: 'requests' | 'rounds'
  /** How many times as long the last took as the first. */
  readonly ratio: number
}

/** What became of a measure since a baseline. */
export interface ChangeReport {
  /** How many times as long it takes now: of times that were taken in turn, or of factors where machine or run differ. */
  readonly ratio: number
  /** With 95 % confidence for all comparisons of the run together; absent where there are too few rounds. */
  readonly interval?: IntervalReport
  /** What was compared: times of one machine, factors over native, or over the program that calibrates. */
  readonly by: 'time' | 'factor' | 'reference'
  /** What counts: 0.05 is 5 %. */
  readonly threshold: number
  /** Whether it is beyond the threshold, as far as the intervals can tell. */
  readonly verdict: 'regression' | 'improvement' | 'same' | 'unsure'
}

/** What a platform takes up. */
export interface FootprintReport {
  /** Unpacked in the engine's store. */
  readonly diskBytes?: number
  /** The most memory its container used while it was measured. */
  readonly peakMemoryBytes?: number
  /** The kernel's own account, which holds file pages too; or the most that was seen when looking. */
  readonly memoryFrom?: 'kernel' | 'looks'
}

/** How a run measured. */
export interface BenchReport {
  /** Those that count. */
  readonly rounds: number
  /** Those before, that do not count. */
  readonly warmupRounds: number
  /** Why there were no more: intervals narrow enough, the time or the rounds over, or stopped by the user. */
  readonly endedBy: 'narrow' | 'time' | 'rounds' | 'stopped'
  /** Milliseconds that all rounds took. */
  readonly elapsedMs: number
  /** What the order in each round, and the intervals, were drawn with. */
  readonly seed: number
  /** Times of two machines cannot be compared; factors can. */
  readonly machine: MachineReport
  /** Of builds, where any was measured. */
  readonly buildRounds?: number
  /** The saved report that figures of builds were taken from, and when that was made; absent where they are of this run. */
  readonly builds?: SavedBuildsReport
  /** What could not be measured beside the platforms: the baseline, another emulator. */
  readonly notes?: readonly string[]
  /** What it was compared with: in the same rounds, or as a saved report says. */
  readonly baseline?: { readonly name: string; readonly by: 'rounds' | 'report'; readonly notes: readonly string[] }
}

/** An earlier run that measured the builds of the same image. */
export interface SavedBuildsReport {
  /** As the user named its file. */
  readonly name: string
  /** RFC 3339, UTC. */
  readonly createdAt: string
}

/** The machine whose engine was measured. */
export interface MachineReport {
  /** Absent where the engine is elsewhere. */
  readonly processor?: string
  /** Processors that the engine may use. */
  readonly cores: number
  /** Of the engine's kernel: `6.12.0`. */
  readonly kernelVersion: string
  /** `28.5.2`. */
  readonly engineVersion: string
}
