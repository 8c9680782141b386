import { parseRunReport } from '../../src/report/parse.ts'
import type { ChangeReport } from '../../src/report/benchmark-report.ts'
import type { RunReport } from '../../src/report/report.ts'
import { parseStdout, runEveryarch } from '../support/everyarch.ts'
import { pushSlowed } from './slowed-image.ts'

export interface DetectionOptions {
  /** Of the image: its repository and the digest of its index. */
  readonly repository: string
  readonly digest: string
  /** The one that is slowed down. */
  readonly platform: string
  /** Measures no other platform of the image. */
  readonly isAlone: boolean
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
  /** Comparisons of what was not slowed down, and those of them that found something. */
  readonly unchanged: number
  readonly falselyFound: number
  /** Comparisons that could not say. */
  readonly unsure: number
  readonly rounds: readonly number[]
  readonly ratios: readonly number[]
}

interface Compared {
  readonly isSlowed: boolean
  readonly change: ChangeReport | undefined
}

/** Whether `bench --baseline REF` finds a slow-down that was put in, and none where there is none. */
export async function measureDetection(options: DetectionOptions): Promise<DetectionResult> {
  const { platform, slowdown, runs, say } = options
  const push = (tag: string, seconds: number): Promise<string> =>
    pushSlowed({ ...options, tag: `${tag}-${process.pid}`, seconds: { [platform]: seconds } })
  const same = await push('same', 0)
  const first = await bench(same, { ...options, isAlone: true })
  const startMs = startsOf(first).find((start) => start.platform === platform)?.medianMs
  if (startMs === undefined) throw new Error(`${platform} was not measured`)
  const slower = await push('slower', (startMs * slowdown) / 1000)
  say(`${platform} starts in ${Math.round(startMs)} ms; the candidate waits ${Math.round(startMs * slowdown)} ms more`)
  const compared: Compared[] = []
  const rounds: number[] = []
  for (let run = 0; run < 2 * runs; run++) {
    const isSlower = run % 2 === 0
    const report = await bench(isSlower ? slower : same, options, same)
    const starts = startsOf(report)
    compared.push(
      ...starts.map((start) => ({ isSlowed: isSlower && start.platform === platform, change: start.change })),
    )
    rounds.push(report.bench?.rounds ?? 0)
    const told = starts.map(
      ({ platform: name, change }) => `${name} ${change?.verdict ?? 'nothing'} ${change?.ratio ?? ''}`,
    )
    say(`${run + 1} of ${2 * runs}, ${isSlower ? 'slower' : 'same'}, ${rounds.at(-1)} rounds: ${told.join(', ')}`)
  }
  const slowed = compared.filter(({ isSlowed }) => isSlowed)
  const unchanged = compared.filter(({ isSlowed }) => !isSlowed)
  const count = (some: readonly Compared[], verdict: ChangeReport['verdict']): number =>
    some.filter(({ change }) => change?.verdict === verdict).length
  return {
    startMs,
    found: count(slowed, 'regression'),
    unchanged: unchanged.length,
    falselyFound: count(unchanged, 'regression') + count(unchanged, 'improvement'),
    unsure: count(compared, 'unsure'),
    rounds,
    ratios: slowed.flatMap(({ change }) => change?.ratio ?? []),
  }
}

function startsOf({ platforms }: RunReport) {
  return platforms.flatMap(({ platform, benchmarks = [] }) =>
    benchmarks.filter(({ name }) => name === 'start').map((start) => ({ ...start, platform })),
  )
}

async function bench(image: string, options: DetectionOptions, baseline?: string): Promise<RunReport> {
  const { platform, isAlone, time } = options
  const against =
    baseline === undefined ? ['--rounds', '10'] : ['--baseline', baseline, '--threshold', '5%', '--time', time]
  const flags = ['--http', '5000', '--requests', '0', '--json', '--quiet', ...against]
  const result = await runEveryarch(['bench', image, ...(isAlone ? ['--platform', platform] : []), ...flags], {
    timeoutMs: 3_600_000,
  })
  return parseRunReport(parseStdout(result))
}
