import { parseRunReport } from '../../src/report/parse.ts'
import type { ChangeReport } from '../../src/report/benchmark-report.ts'
import type { RunReport } from '../../src/report/report.ts'
import { parseStdout, runEveryarch } from '../support/everyarch.ts'
import { pushSlowed } from './slowed-image.ts'

export interface DetectionOptions {
  /** Of the image: its repository and the digest of its index. */
  readonly repository: string
  readonly digest: string
  readonly platform: string
  /** 0.1 makes it start 10 % later. */
  readonly slowdown: number
  readonly runs: number
  /** For one run: `5m`. */
  readonly time: string
  readonly say: (line: string) => void
}

export interface DetectionResult {
  readonly startMs: number
  /** Of the runs with a slower candidate, those that found it. */
  readonly found: number
  /** Of the runs with the same twice, those that found anything. */
  readonly falselyFound: number
  /** Of both, those that could not say. */
  readonly unsure: number
  readonly rounds: readonly number[]
  readonly ratios: readonly number[]
}

/** Whether `bench --baseline REF` finds a slow-down that was put in, and none where there is none. */
export async function measureDetection(options: DetectionOptions): Promise<DetectionResult> {
  const { platform, slowdown, runs, say } = options
  const push = (tag: string, seconds: number): Promise<string> =>
    pushSlowed({ ...options, tag: `${tag}-${process.pid}`, seconds: { [platform]: seconds } })
  const same = await push('same', 0)
  const first = await bench(same, options)
  const startMs = startOf(first, platform)?.medianMs
  if (startMs === undefined) throw new Error(`${platform} was not measured`)
  const slower = await push('slower', (startMs * slowdown) / 1000)
  say(`${platform} starts in ${Math.round(startMs)} ms; the candidate waits ${Math.round(startMs * slowdown)} ms more`)
  const seen: { readonly isSlower: boolean; readonly change: ChangeReport | undefined; readonly rounds: number }[] = []
  for (let run = 0; run < 2 * runs; run++) {
    const isSlower = run % 2 === 0
    const report = await bench(isSlower ? slower : same, options, same)
    const change = startOf(report, platform)?.change
    seen.push({ isSlower, change, rounds: report.bench?.rounds ?? 0 })
    say(
      `${run + 1} of ${2 * runs}, ${isSlower ? 'slower' : 'same'}: ${change?.verdict ?? 'nothing'} ${change?.ratio ?? ''}, ${report.bench?.rounds ?? 0} rounds`,
    )
  }
  const count = (isSlower: boolean, verdict: string): number =>
    seen.filter((one) => one.isSlower === isSlower && one.change?.verdict === verdict).length
  return {
    startMs,
    found: count(true, 'regression'),
    falselyFound: count(false, 'regression'),
    unsure: count(true, 'unsure') + count(false, 'unsure'),
    rounds: seen.map(({ rounds }) => rounds),
    ratios: seen.flatMap(({ isSlower, change }) => (isSlower && change !== undefined ? [change.ratio] : [])),
  }
}

function startOf({ platforms }: RunReport, platform: string) {
  return platforms.find((one) => one.platform === platform)?.benchmarks?.find(({ name }) => name === 'start')
}

async function bench(image: string, { platform, time }: DetectionOptions, baseline?: string): Promise<RunReport> {
  const against =
    baseline === undefined ? ['--rounds', '10'] : ['--baseline', baseline, '--threshold', '5%', '--time', time]
  const flags = ['--platform', platform, '--http', '5000', '--requests', '0', '--json', '--quiet', ...against]
  const result = await runEveryarch(['bench', image, ...flags], { timeoutMs: 3_600_000 })
  return parseRunReport(parseStdout(result))
}
