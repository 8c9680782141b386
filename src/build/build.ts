import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BuildWishes } from '../config/build-wishes.ts'
import { HarnessError, toHarnessError } from '../errors.ts'
import { asDigest } from '../oci/descriptor.ts'
import type { Digest } from '../oci/digest.ts'
import { asObject, parseJson, parseWithin } from '../oci/json.ts'
import { formatPlatform, type Platform } from '../oci/platform.ts'
import type { BuildReport, BuildWarning } from '../report/build-report.ts'
import type { BuildEndEvent, BuildStartEvent, BuildStepEvent } from '../report/event.ts'
import { redactCredentials } from '../report/error-report.ts'
import { parseBuildLine } from './build-event.ts'
import { buildError, describeFailure } from './build-failure.ts'
import { formatBuildLog } from './build-log.ts'
import { buildMode } from './build-mode.ts'
import { openStepBook, platformOfStep, reportStep, unionMs, type BuildStep, type StepBook } from './build-steps.ts'
import type { Variables } from '../config/environment.ts'
import type { Builder } from './builder.ts'
import { listBuildxArgs, onlyTarget } from './buildx-args.ts'
import { namePlatforms } from './name-platforms.ts'
import { runBuildx } from './run-buildx.ts'
import type { OpenStaging } from './staging-place.ts'

const maxWarnings = 100

export interface BuildOptions {
  readonly wishes: BuildWishes
  /** As the user named it. */
  readonly context: string
  /** Asked for; empty for the builder's own. */
  readonly platforms: readonly Platform[]
  readonly builder: Builder
  readonly env: Variables
  readonly staging: OpenStaging
  /** All targets of a bake file that are built, the ones others need among them. */
  readonly bakeNames: readonly string[]
  /** What was given to this process for the build. */
  readonly stdinFile?: string | undefined
  /** For files of this run. */
  readonly folder: string
  readonly signal: AbortSignal
  readonly onEvent: (event: BuildStartEvent | BuildStepEvent | BuildEndEvent) => void
}

/** What a build came to: images by target, or why there are none. */
export interface BuildOutcome {
  readonly report: BuildReport
  readonly digests: ReadonlyMap<string, Digest>
  /** What each step wrote, as far as it is kept. */
  readonly log: readonly string[]
  readonly error?: HarnessError
  /** True where the error is that the build was stopped. */
  readonly isStopped?: boolean
}

/**
 * Runs one build.
 * @throws HarnessError `builder-failed` where buildx cannot be run
 */
export async function build(options: BuildOptions): Promise<BuildOutcome> {
  const { wishes, platforms, builder, env, staging, stdinFile, folder, signal, onEvent } = options
  const startedAt = performance.now()
  const metadataFile = join(folder, 'metadata.json')
  const book = openBook(options)
  const warnings: BuildWarning[] = []
  onEvent({
    kind: 'build-start',
    context: options.context,
    builder: builder.name,
    platforms: platforms.map(formatPlatform),
  })
  const onLine = (line: string): void => {
    for (const event of parseBuildLine(line)) {
      if (event.kind === 'warning' && warnings.length < maxWarnings) warnings.push(toWarning(event))
      const changed = book.add(event)
      if (changed !== undefined && changed.state !== 'waiting')
        onEvent({ ...toEvent(changed, changed.state), count: book.count(changed) })
    }
  }
  const named = namePlatforms(wishes, options)
  const args = listBuildxArgs({
    wishes: named,
    platforms,
    builder: builder.name,
    outputs: staging.outputs,
    metadataFile,
  })
  let stop: HarnessError | undefined
  const exitCode = await runBuildx({ args, env, stdinFile, signal, onLine }).catch((thrown: unknown) => {
    if (!signal.aborted) throw thrown
    stop = toHarnessError(explainStop(thrown, book))
    return undefined
  })
  const digests = exitCode === 0 ? await readDigests(metadataFile, staging) : new Map<string, Digest>()
  const failure = exitCode === 0 ? undefined : describeFailure(book, stop)
  const report: BuildReport = {
    context: options.context,
    builder: builder.name,
    driver: builder.driver,
    staging: staging.kind,
    durationMs: Math.round(performance.now() - startedAt),
    images: [...digests].map(([target, digest]) => (target === onlyTarget ? { digest } : { target, digest })),
    steps: book.steps().flatMap((step) => reportStep(step) ?? []),
    warnings,
    ...(failure === undefined ? {} : { failure }),
  }
  onEvent({ kind: 'build-end', report })
  const done = { report, digests, log: formatBuildLog(book.steps()) }
  if (stop !== undefined) return { ...done, error: stop, isStopped: true }
  return failure === undefined ? done : { ...done, error: buildError(failure, exitCode ?? 1) }
}

/** A book for the events of a build of these platforms by this builder. */
export function openBook({
  platforms,
  builder,
  bakeNames,
}: Pick<BuildOptions, 'platforms' | 'builder' | 'bakeNames'>): StepBook {
  const own = builder.nodes.flatMap((node) => node.platforms.slice(0, 1)).slice(0, 1)
  return openStepBook({
    platforms: platforms.length === 0 && bakeNames.length === 0 ? own : platforms,
    targets: bakeNames.length > 1 ? bakeNames : [],
    isNative: (platform) => buildMode(builder, platform) === 'native',
  })
}

/** True where a Dockerfile or a context comes from standard input. */
export function takesStdin({ source }: BuildWishes): boolean {
  return source.kind === 'context' && (source.context === '-' || source.file === '-')
}

function toWarning({ message, line }: BuildWarning): BuildWarning {
  return { message, ...(line === undefined ? {} : { line }) }
}

function toEvent(step: BuildStep, state: Exclude<BuildStep['state'], 'waiting'>): BuildStepEvent {
  const { bakeTarget, stage, instruction, isInstruction, isCached, execution, intervals } = step
  const platform = platformOfStep(step)
  return {
    kind: 'build-step',
    ...(platform === undefined ? {} : { platform }),
    ...(bakeTarget === undefined ? {} : { target: bakeTarget }),
    ...(stage === undefined ? {} : { stage }),
    instruction: redactCredentials(instruction).slice(0, 500),
    isInstruction,
    state: state === 'done' && isCached ? 'cached' : state,
    ...(execution === undefined ? {} : { execution }),
    ...(state === 'running' ? {} : { durationMs: Math.round(unionMs(intervals)) }),
  }
}

/** Says what a build was at when its time was up. */
function explainStop(reason: unknown, book: StepBook): unknown {
  if (!(reason instanceof HarnessError) || reason.code !== 'deadline-exceeded') return reason
  const running = book.steps().find(({ state, isInstruction }) => isInstruction && isUnfinished(state))
  const platform = running === undefined ? undefined : platformOfStep(running)
  const at = running === undefined ? '' : `, at ${platform ?? ''} ${running.instruction.slice(0, 200)}`
  return new HarnessError(reason.code, `${reason.message}: it was still building${at}`, {
    hint: 'give it longer with --deadline, or build fewer platforms at once with --platform',
    cause: reason.cause,
  })
}

function isUnfinished(state: BuildStep['state']): boolean {
  return state === 'running' || state === 'canceled' || state === 'failed'
}

/** https://docs.docker.com/reference/cli/docker/buildx/build/#metadata-file */
async function readDigests(path: string, { outputs }: OpenStaging): Promise<ReadonlyMap<string, Digest>> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new HarnessError('builder-failed', 'buildx ended well, and wrote nothing of what it built', {
      cause,
      hint: 'see whether buildx is up to date: docker buildx version',
    })
  })
  return parseWithin(
    "buildx's metadata",
    () => {
      const metadata = asObject(parseJson(bytes, 'metadata'))
      return new Map(
        [...outputs.keys()].map((target) => {
          const own = metadata.has('containerimage.digest') ? metadata : metadata.object(target)
          return [target, own.required('containerimage.digest', asDigest)]
        }),
      )
    },
    'builder-failed',
  )
}
