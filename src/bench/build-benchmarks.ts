import type { BuildHeat, BuildTimer, StepTiming } from '../build/time-build.ts'
import { formatPlatform, type Platform } from '../oci/platform.ts'
import type { BenchmarkReport, BuildFigures, StepFigures } from '../report/benchmark-report.ts'
import { addFactor, collectSeries, createBenchmark, type Series } from './benchmark.ts'
import { leastForInterval } from './bootstrap.ts'
import { buildNames } from './build-names.ts'
import type { BuildIteration } from './build-rounds.ts'
import type { Measured } from './rounds.ts'

export interface BuildBenchmarkOptions {
  readonly platforms: readonly Platform[]
  readonly timer: Pick<BuildTimer, 'isNative'>
  readonly seed: number
}

type Iterations = readonly (BuildIteration | undefined)[]

/** What builds took: of each platform, cold and warm, with what emulating it costs over the native platform. */
export function createBuildBenchmarks(
  { iterations }: Measured<BuildIteration>,
  options: BuildBenchmarkOptions,
): ReadonlyMap<string, readonly BenchmarkReport[]> {
  const native = findNative(options)
  return new Map(
    options.platforms.map((platform) => {
      const name = formatPlatform(platform)
      const own = iterations.get(name) ?? []
      const over = native === undefined || native === name ? undefined : iterations.get(native)
      const made = (['cold', 'warm'] as const).flatMap((heat) => {
        const benchmark = describe(own, heat, options.seed)
        if (benchmark === undefined) return []
        // A cache is as fast for every platform: what it takes says nothing of emulation.
        if (over === undefined || native === undefined || heat === 'warm') return [benchmark]
        return [addFactors(benchmark, own, { platform: native, iterations: over }, options.seed)]
      })
      return [name, made] as const
    }),
  )
}

/** 386 runs natively on amd64, but what is native there is amd64. */
function findNative({ platforms, timer }: BuildBenchmarkOptions): string | undefined {
  const native = platforms.filter((platform) => timer.isNative(platform))
  const found = native.find(({ architecture }) => architecture !== '386') ?? native[0]
  return found === undefined ? undefined : formatPlatform(found)
}

function describe(iterations: Iterations, heat: BuildHeat, seed: number): BenchmarkReport | undefined {
  const name = buildNames[heat]
  const made = createBenchmark(name, collectSeries(iterations).get(name) ?? [], { seed })
  if (made === undefined) return undefined
  // So few samples say nothing of how much they vary.
  const { isUnstable, ...certain } = made
  const benchmark = isUnstable === true && made.samples.length >= leastForInterval ? made : certain
  const last = iterations.findLast((iteration) => iteration !== undefined)?.[heat].steps ?? []
  const series = seriesOfSteps(iterations, heat)
  const steps = last.flatMap((step, place) => {
    const isFirst = last.findIndex((other) => keyOf(other) === keyOf(step)) === place
    const figures = createBenchmark(step.instruction, series.get(keyOf(step)) ?? [], { seed })
    return isFirst && figures !== undefined ? [describeStep(step, figures)] : []
  })
  return { ...benchmark, build: { execution: executionOf(last), steps } }
}

function describeStep(
  step: StepTiming,
  { medianMs, samples, madMs, interval, outliers }: BenchmarkReport,
): StepFigures {
  return {
    ...(step.stage === undefined ? {} : { stage: step.stage }),
    instruction: step.instruction,
    ...(step.execution === undefined || step.isCached ? {} : { execution: step.execution }),
    ...(step.isCached ? { isCached: true } : {}),
    medianMs,
    samples,
    ...(madMs === undefined ? {} : { madMs }),
    ...(interval === undefined ? {} : { interval }),
    ...(outliers === undefined || outliers === 0 ? {} : { outliers }),
  }
}

/** What was executed at all, the slowest way of it. */
function executionOf(steps: readonly StepTiming[]): BuildFigures['execution'] {
  const ways = new Set(steps.flatMap(({ execution, isCached }) => (isCached ? [] : (execution ?? []))))
  return (['emulated', 'cross', 'native'] as const).find((way) => ways.has(way)) ?? 'none'
}

interface Over {
  readonly platform: string
  readonly iterations: Iterations
}

const factorsOf = { emulated: 'emulation', cross: 'cross', native: 'compatibility' } as const

function addFactors(benchmark: BenchmarkReport, own: Iterations, over: Over, seed: number): BenchmarkReport {
  const { build, name } = benchmark
  if (build === undefined || build.execution === 'none') return benchmark
  const native = { platform: over.platform, series: collectSeries(over.iterations).get(name) ?? [] }
  const of = factorsOf[build.execution]
  const whole = addFactor(benchmark, collectSeries(own).get(name) ?? [], { ...native, of }, seed)
  const [steps, nativeSteps] = [seriesOfSteps(own, 'cold'), seriesOfSteps(over.iterations, 'cold')]
  return { ...whole, build: { ...build, steps: build.steps.map((step) => withFactor(step)) } }

  function withFactor(step: StepFigures): StepFigures {
    const twin = nativeSteps.get(keyOf(step))
    if (step.execution !== 'emulated' || twin === undefined) return step
    const plain = { name: step.instruction, medianMs: step.medianMs, samples: step.samples }
    const found = addFactor(
      plain,
      steps.get(keyOf(step)) ?? [],
      { platform: over.platform, series: twin, of: 'emulation' },
      seed,
    )
    const { factor, factorInterval, comparedTo } = found
    return {
      ...step,
      ...(factor === undefined ? {} : { factor }),
      ...(factorInterval === undefined ? {} : { factorInterval }),
      ...(comparedTo === undefined ? {} : { comparedTo }),
    }
  }
}

function seriesOfSteps(iterations: Iterations, heat: BuildHeat): ReadonlyMap<string, Series> {
  return collectSeries(
    iterations.map((iteration) => {
      if (iteration === undefined) return undefined
      const durations = new Map<string, number[]>()
      for (const step of iteration[heat].steps) {
        // A step that stands twice in a stage is one: nothing tells them apart on another platform.
        durations.set(keyOf(step), [(durations.get(keyOf(step))?.[0] ?? 0) + step.durationMs])
      }
      return { durations }
    }),
  )
}

function keyOf({ stage = '', instruction }: Pick<StepTiming, 'stage' | 'instruction'>): string {
  return JSON.stringify([stage, instruction])
}
