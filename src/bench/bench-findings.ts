import type { BenchmarkReport } from '../report/benchmark-report.ts'
import { createFinding, type Finding } from '../report/finding.ts'

export interface BenchFindingsOptions {
  readonly platform: string
  /** What it was compared with; absent where there was no gate. */
  readonly baseline?: string | undefined
}

/** What the benchmarks of a platform say that a person should know. */
export function findInBenchmarks(
  benchmarks: readonly BenchmarkReport[],
  options: BenchFindingsOptions,
): readonly Finding[] {
  return [...findRegressions(benchmarks, options), ...findUnstable(benchmarks, options)]
}

function findRegressions(
  benchmarks: readonly BenchmarkReport[],
  { platform, baseline = 'the baseline' }: BenchFindingsOptions,
): readonly Finding[] {
  return benchmarks.flatMap((benchmark) => {
    const { change } = benchmark
    if (change?.verdict !== 'regression') return []
    const slower = percent(change.ratio - 1)
    const between =
      change.interval === undefined
        ? ''
        : `, ${percent(change.interval.low - 1)} to ${percent(change.interval.high - 1)} with all chance in it`
    const message = `${nameOf(benchmark)} takes ${slower} longer than in ${baseline}${between}; the threshold is ${percent(change.threshold)}`
    return [
      createFinding('bench/regression', message, {
        evidence: {
          platform,
          benchmark: benchmark.name,
          ratio: change.ratio,
          by: change.by,
          threshold: change.threshold,
          medianMs: benchmark.medianMs,
          ...(change.interval === undefined
            ? {}
            : { interval: { low: change.interval.low, high: change.interval.high } }),
        },
        hint: 'look at what changed between the two; set another --threshold where this much is fine',
      }),
    ]
  })
}

/** Without a gate it is only worth knowing; with one, nothing was proven. */
function findUnstable(
  benchmarks: readonly BenchmarkReport[],
  { platform, baseline }: BenchFindingsOptions,
): readonly Finding[] {
  const open = benchmarks.filter(({ change }) => change?.verdict === 'unsure')
  const noisy = benchmarks.filter(({ isUnstable }) => isUnstable === true)
  const told = open.length > 0 ? open : noisy
  if (told.length === 0) return []
  const names = told.map(nameOf).join(', ')
  const growing = told.filter(({ trend }) => trend?.over === 'requests')
  const message =
    open.length > 0
      ? `${names}: the times vary too much to say whether it is slower than in ${baseline ?? 'the baseline'}`
      : `${names}: the times vary so much that their middle is known to no better than 10 %`
  return [
    createFinding('bench/unstable', message, {
      ...(open.length > 0 ? { severity: 'environment' as const } : {}),
      evidence: { platform, benchmarks: told.map(({ name }) => name) },
      hint:
        growing.length > 0
          ? `${growing.map(nameOf).join(', ')} becomes slower with each request: look for what the application keeps of each`
          : 'measure longer with --time or --rounds, and keep the machine quiet meanwhile',
    }),
  ]
}

/** What became slower while it was measured: a reason for its figures, and nothing that is held against the image. */
export function describeTrends(benchmarks: readonly BenchmarkReport[]): string | undefined {
  const told = benchmarks.flatMap((benchmark) => {
    const { trend } = benchmark
    if (trend === undefined) return []
    const [last, first] =
      trend.over === 'requests' ? ['the last requests to a container', 'the first'] : ['the last round', 'the first']
    return [`${nameOf(benchmark)} slows down: ${last} took ${trend.ratio.toFixed(1)} times as long as ${first}`]
  })
  return told.length === 0 ? undefined : told.join('; ')
}

function nameOf({ name, emulator }: BenchmarkReport): string {
  return emulator === undefined ? name : `${name} under ${emulator.name} ${emulator.version ?? ''}`.trimEnd()
}

function percent(part: number): string {
  const value = part * 100
  return `${Math.abs(value) < 10 ? Number(value.toFixed(1)) : Math.round(value)} %`
}
