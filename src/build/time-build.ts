import type { BuildWishes } from '../config/build-wishes.ts'
import type { Variables } from '../config/environment.ts'
import { formatPlatform, type Platform } from '../oci/platform.ts'
import { redactCredentials } from '../report/error-report.ts'
import type { StepExecution } from '../report/build-report.ts'
import { HarnessError } from '../errors.ts'
import { parseBuildLine } from './build-event.ts'
import { openBook } from './build.ts'
import { buildError, describeFailure } from './build-failure.ts'
import { maxInstruction, spanMs, unionMs, type BuildStep } from './build-steps.ts'
import { buildMode } from './build-mode.ts'
import type { Builder } from './builder.ts'
import { listBuildxArgs } from './buildx-args.ts'
import { nameEachPlatform } from './name-platforms.ts'
import { runBuildx } from './run-buildx.ts'

/** `cold`: every step is done anew, from base images that are there. `warm`: nothing changed since the last build. */
export type BuildHeat = 'cold' | 'warm'

/** What a step of a Dockerfile took. */
export interface StepTiming {
  readonly stage?: string
  readonly instruction: string
  /** Absent for steps that execute nothing. */
  readonly execution?: StepExecution
  readonly isCached: boolean
  readonly durationMs: number
}

/** What a build of one platform took, by BuildKit's own events. */
export interface BuildTiming {
  /** From the start of the first step to the end of the last. */
  readonly durationMs: number
  /** Those of the Dockerfile. */
  readonly steps: readonly StepTiming[]
}

/** Builds an image once more, and measures that. */
export interface BuildTimer {
  /** Builds for one platform alone, and exports nothing. @throws HarnessError why it failed, or the signal's reason */
  time(platform: Platform, heat: BuildHeat, signal: AbortSignal): Promise<BuildTiming>
  /** True for a platform whose steps the builder runs without an emulator. */
  isNative(platform: Platform): boolean
}

export interface BuildTimerOptions {
  readonly wishes: BuildWishes
  readonly builder: Builder
  readonly env: Variables
  /** What is built: a target of a bake file, or the only one. */
  readonly target: string
  /** What was given to this process for the build. */
  readonly stdinFile?: string | undefined
  /** Gets what buildx says of a build afterwards. */
  readonly metadataFile?: string
  /** Hears of all steps of each build that went well, those of buildx itself aside. */
  readonly onSteps?: (platform: Platform, heat: BuildHeat, steps: readonly BuildStep[]) => void
}

/** A timer for the builds of one image. */
export function openBuildTimer(options: BuildTimerOptions): BuildTimer {
  const isNative = (platform: Platform): boolean => buildMode(options.builder, platform) === 'native'
  return { isNative, time: (platform, heat, signal) => timeBuild(options, platform, heat, signal) }
}

async function timeBuild(
  { wishes, builder, env, target, stdinFile, metadataFile, onSteps }: BuildTimerOptions,
  platform: Platform,
  heat: BuildHeat,
  signal: AbortSignal,
): Promise<BuildTiming> {
  const platforms = [platform]
  const book = openBook({ platforms, builder, bakeNames: [] })
  const args = listBuildxArgs({
    wishes: wishesFor(wishes, heat),
    platforms,
    builder: builder.name,
    outputs: new Map([[target, 'type=cacheonly']]),
    metadataFile,
  })
  const onLine = (line: string): void => {
    for (const event of parseBuildLine(line)) book.add(event)
  }
  const exitCode = await runBuildx({ args, env, stdinFile, signal, onLine })
  if (exitCode !== 0) throw buildError(describeFailure(book), exitCode)
  const steps = book.steps()
  const ofBuilder = steps.filter(({ instruction }) => !isOfClient(instruction))
  const timed = steps.filter(({ isInstruction }) => isInstruction).map(toTiming)
  const other = timed.find(({ execution, isCached }) => heat === 'cold' && execution !== undefined && isCached)
  if (other !== undefined) {
    throw new HarnessError('build-failed', `another build for ${formatPlatform(platform)} did ${other.instruction}`, {
      hint: 'measure while nothing else builds the same',
    })
  }
  onSteps?.(platform, heat, ofBuilder)
  return { durationMs: spanMs(ofBuilder.flatMap(({ intervals }) => intervals)), steps: timed }
}

/** buildx itself does this, when BuildKit is done. */
function isOfClient(instruction: string): boolean {
  return instruction === 'resolving provenance for metadata file'
}

/** Nothing is attested, and no cache but the builder's own is asked; the names of steps hold their platform. */
function wishesFor(wishes: BuildWishes, heat: BuildHeat): BuildWishes {
  return {
    ...wishes,
    cacheFrom: [],
    cacheTo: [],
    provenance: 'false',
    sbom: 'false',
    buildArgs: [...wishes.buildArgs, nameEachPlatform],
    buildxArgs: [
      ...wishes.buildxArgs.filter((word) => !/^--(?:no-cache|pull)\b/.test(word)),
      ...(heat === 'cold' ? ['--no-cache'] : []),
    ],
  }
}

function toTiming({ stage, instruction, execution, isCached, intervals }: BuildStep): StepTiming {
  return {
    ...(stage === undefined ? {} : { stage }),
    instruction: redactCredentials(instruction).slice(0, maxInstruction),
    ...(execution === undefined ? {} : { execution }),
    isCached,
    durationMs: unionMs(intervals),
  }
}
