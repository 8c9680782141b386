import { formatBytes, formatCount, formatMs } from '../../reporters/quantity.ts'
import type { ProcessHoldings } from './holdings.ts'

/** One of many runs of the same image. */
export interface SoakRun {
  readonly number: number
  readonly verdict: string | null
  readonly platforms: readonly SoakPlatform[]
  readonly errors: readonly string[]
  readonly durationMs: number
  /** What the process held some seconds after it. */
  readonly held: ProcessHoldings
}

export interface SoakPlatform {
  readonly platform: string
  readonly verdict: string
  /** What was found, infos left out. */
  readonly said: readonly string[]
  readonly readyMs?: number
}

export interface Soak {
  readonly runs: readonly SoakRun[]
  /** What the engine holds that it did not hold before. */
  readonly left: readonly string[]
  readonly cores: number
  readonly hasLoad: boolean
}

/** The first runs fill caches and pools. */
const warmUpRuns = 5
/** Growth by a connection or a worker that is kept is no leak: that would grow with every run. */
const allowedGrowth = 3
const allowedBytesPerRun = 1_000_000

/** What is wrong, one sentence each; nothing when all is well. */
export function judgeSoak(soak: Soak): readonly string[] {
  const { runs, left } = soak
  const failed = runs.filter(({ verdict }) => verdict !== 'passed')
  const { openFiles, threads, heapBytes } = growth(runs)
  return [
    ...failed.map(({ number, verdict }) => `run ${number} was ${verdict}`),
    ...left.map((name) => `${name} was left`),
    ...(openFiles > allowedGrowth ? [`${openFiles} open files more than after the first runs`] : []),
    ...(threads > allowedGrowth ? [`${threads} threads more than after the first runs`] : []),
    ...(heapBytes > allowedBytesPerRun ? [`the heap grows by ${formatBytes(heapBytes)} with every run`] : []),
  ]
}

interface Growth {
  readonly openFiles: number
  readonly threads: number
  /** With every run. */
  readonly heapBytes: number
  readonly memoryBytes: number
}

function growth(runs: readonly SoakRun[]): Growth {
  const first = runs[Math.min(warmUpRuns, runs.length) - 1]
  const last = runs.at(-1)
  if (first === undefined || last === undefined) return { openFiles: 0, threads: 0, heapBytes: 0, memoryBytes: 0 }
  const between = Math.max(1, last.number - first.number)
  return {
    openFiles: last.held.openFiles - first.held.openFiles,
    threads: last.held.threads - first.held.threads,
    heapBytes: (last.held.heapBytes - first.held.heapBytes) / between,
    memoryBytes: (last.held.memoryBytes - first.held.memoryBytes) / between,
  }
}

/** The outcome as Markdown. */
export function renderSoak(soak: Soak): readonly string[] {
  const { runs, left, cores, hasLoad } = soak
  const passed = runs.filter(({ verdict }) => verdict === 'passed').length
  const durations = runs.map(({ durationMs }) => durationMs).toSorted((a, b) => a - b)
  const slowest = Math.max(0, ...runs.flatMap(({ platforms }) => platforms.map(({ readyMs = 0 }) => readyMs)))
  const [first, last] = [runs[Math.min(warmUpRuns, runs.length) - 1]?.held, runs.at(-1)?.held]
  const { memoryBytes, heapBytes } = growth(runs)
  const rows: readonly (readonly [string, string])[] = [
    ['Passed', `${passed} of ${runs.length} runs of ${formatCount(runs[0]?.platforms.length ?? 0, 'platform')}`],
    ['A run', `${formatMs(middle(durations))}; ${formatMs(durations[0] ?? 0)} to ${formatMs(durations.at(-1) ?? 0)}`],
    ['Slowest start of a platform', formatMs(slowest)],
    ['Containers, networks and volumes left', String(left.length)],
    ['Open files', `${first?.openFiles ?? 0} after the first runs, ${last?.openFiles ?? 0} after the last`],
    ['Threads', `${first?.threads ?? 0} after the first runs, ${last?.threads ?? 0} after the last`],
    ['Memory', `${formatBytes(last?.memoryBytes ?? 0)}, ${signed(memoryBytes)} with each run`],
    ['Heap', `${formatBytes(last?.heapBytes ?? 0)}, ${signed(heapBytes)} with each run`],
  ]
  const load = hasLoad ? 'each kept busy by another process' : 'with nothing else to do'
  return [
    '| What | Measured |',
    '| --- | --- |',
    ...rows.map(([what, measured]) => `| ${what} | ${measured} |`),
    '',
    `Taken in one process on ${formatCount(cores, 'core')}, ${load}, Node ${process.versions.node}.`,
  ]
}

function middle(sorted: readonly number[]): number {
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

function signed(bytes: number): string {
  return bytes < 0 ? `−${formatBytes(-bytes)}` : `+${formatBytes(bytes)}`
}
