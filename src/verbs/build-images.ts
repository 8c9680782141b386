import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { pipeline } from 'node:stream/promises'
import { readBakePlan, type BakePlan } from '../build/bake-plan.ts'
import { build, takesStdin, type BuildOutcome } from '../build/build.ts'
import type { Builder } from '../build/builder.ts'
import type { Variables } from '../config/environment.ts'
import { onlyTarget } from '../build/buildx-args.ts'
import { findBuilder } from '../build/find-builder.ts'
import { checkPushRights } from '../build/push-rights.ts'
import { readSecretValues } from '../build/secret-values.ts'
import type { OpenStaging, StagedTarget, StagingWay } from '../build/staging-place.ts'
import { chooseWay, openStaging } from '../build/staging.ts'
import { openBuildTimer, type BuildTimer } from '../build/time-build.ts'
import type { BuildWishes } from '../config/build-wishes.ts'
import { temporaryPrefix } from '../config/process-mark.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { HarnessError } from '../errors.ts'
import type { Platform } from '../oci/platform.ts'
import type { Reference } from '../oci/reference.ts'
import { redactCredentials } from '../report/error-report.ts'
import { createRedactor, type Redactor } from '../report/redactor.ts'
import type { VerbContext } from './context.ts'
import { dockerVariables } from './docker-variables.ts'
import { nameBuilt, type BuiltImage } from './name-built.ts'
import type { PreparedImages, PrepareOptions } from './prepared-images.ts'

interface Preparation extends PrepareOptions {
  readonly wishes: BuildWishes
  readonly config: ResolvedConfig
  readonly context: VerbContext
  readonly env: Variables
  readonly platforms: readonly Platform[]
  readonly builder: Builder
  readonly targets: readonly BuiltTarget[]
  readonly bakeNames: readonly string[]
  readonly folder: string
  readonly stdinFile: string | undefined
}

interface BuiltTarget extends StagedTarget {
  readonly tags: readonly Reference[]
}

/**
 * Builds what the configuration says, and keeps it from every reader until it has its verdict.
 * @throws HarnessError `build-failed`, `builder-failed`, `config-invalid`, or what keeps the image from being staged
 */
export async function buildImages(
  wishes: BuildWishes,
  config: ResolvedConfig,
  context: VerbContext,
  options: PrepareOptions,
): Promise<PreparedImages> {
  const { signal, onEvent } = context
  const env = await dockerVariables(config, context)
  const plan = wishes.source.kind === 'bake' ? await readBakePlan(wishes, config.platforms, env, signal) : undefined
  const secrets = await readSecretValues([...wishes.secrets, ...(plan?.secrets ?? [])], env)
  const redactor = createRedactor(secrets)
  const platforms = plan?.platforms ?? config.platforms
  const tell = (message: string): void => onEvent({ kind: 'notice', message: redactor.text(message) })
  const { builder, reason, hint } = await findBuilder({
    env,
    platforms,
    signal,
    onStart: (name) => tell(`starting the builder ${name}`),
    ...(wishes.builder === undefined ? {} : { name: wishes.builder }),
  })
  if (platforms.length > 0) tell(hint === undefined ? reason : `${reason}: ${hint}`)
  const folder = await mkdtemp(join(tmpdir(), temporaryPrefix()))
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true })
  const quiet: VerbContext = { ...context, onEvent: (event) => onEvent(redactor.data(event)) }
  try {
    const targets = listTargets(config, plan)
    await options.publisher?.expect(targets)
    if (!config.publishes && chooseWay(builder) !== 'engine') {
      const staged = targets.flatMap(({ repository, tags }) => (repository === undefined ? [] : tags.slice(0, 1)))
      await checkPushRights(options.client, staged, signal)
    }
    const preparation: Preparation = {
      ...options,
      wishes,
      config,
      context: quiet,
      env,
      platforms,
      builder,
      targets,
      folder,
      stdinFile: takesStdin(wishes) ? await spoolStdin(folder, signal) : undefined,
      bakeNames: plan?.names ?? [],
    }
    const { staging, outcome } = await buildStaged(preparation)
    return await hand(outcome, staging, { preparation, secrets, redactor, remove })
  } catch (thrown) {
    await remove()
    throw redactor.error(thrown)
  }
}

/** A bake file says itself where its targets go; a dry run sends them nowhere. The only target of a build goes where the command line says. */
export function listTargets(
  { tags, isDryRun }: Pick<ResolvedConfig, 'tags' | 'isDryRun'>,
  plan: BakePlan | undefined,
): readonly BuiltTarget[] {
  const [only, ...others] = plan?.targets ?? [{ name: onlyTarget, tags: [] }]
  if (only === undefined) {
    throw new HarnessError('build-failed', 'the bake file has nothing to build', {
      hint: 'name a target: --bake FILE#TARGET',
    })
  }
  if (others.length > 0 && tags.length > 0) {
    throw new HarnessError('usage-invalid', '--tag is for one image, and the bake file makes several', {
      hint: 'name one target, or let the tags of the bake file stand',
    })
  }
  return [only, ...others].map((target) => {
    const own = tags.length > 0 ? tags : target.tags
    const [first] = own
    return { name: target.name, tags: own, ...(first === undefined || isDryRun ? {} : { repository: first }) }
  })
}

/** Standard input is there once, and a build may need a second attempt. */
async function spoolStdin(folder: string, signal: AbortSignal): Promise<string> {
  const path = join(folder, 'stdin')
  await pipeline(process.stdin, createWriteStream(path), { signal })
  return path
}

interface StagedBuild {
  readonly staging: OpenStaging
  readonly outcome: BuildOutcome
}

/** Builds; where the place for what is built turns out not to take it, in another place. */
async function buildStaged(preparation: Preparation): Promise<StagedBuild> {
  const way = chooseWay(preparation.builder)
  const first = await buildOnce(preparation, way)
  const fallback = otherWay(first, way, preparation.targets)
  if (fallback === undefined) return first
  if (fallback.because === noDigests && preparation.config.publishes) {
    return { ...first, outcome: { ...first.outcome, error: cannotPublish(first.outcome.error) } }
  }
  await first.staging.close()
  preparation.context.onEvent({ kind: 'notice', message: fallback.because })
  return buildOnce({ ...preparation, ...fallback }, fallback.way)
}

async function buildOnce(preparation: Preparation, way: StagingWay): Promise<StagedBuild> {
  const { config, context, wishes } = preparation
  const tell = (message: string): void => context.onEvent({ kind: 'notice', message })
  const staging = await openStaging({ ...preparation, way, plainHttp: config.plainHttp, signal: context.signal, tell })
  try {
    context.onEvent({ kind: 'notice', message: `what is built waits ${staging.words}` })
    const { onEvent, signal } = context
    const outcome = await build({ ...preparation, context: contextName(wishes), staging, signal, onEvent })
    return { staging, outcome }
  } catch (error) {
    await staging.close()
    throw error
  }
}

/** What else to try after a build whose image could not be staged; nothing where the build itself is what failed. */
function otherWay(
  { staging, outcome }: StagedBuild,
  way: StagingWay,
  known: readonly BuiltTarget[],
): { readonly way: StagingWay; readonly targets?: readonly BuiltTarget[]; readonly because: string } | undefined {
  if (outcome.error === undefined || outcome.isStopped === true) return undefined
  const said = outcome.report.failure?.message ?? ''
  if (way === 'relay' && !staging.isReached() && /failed to push|\/everyarch\/[0-9a-f]{16}\//.test(said)) {
    return { way: 'archive', because: "the engine does not reach this machine's loopback: what is built is exported" }
  }
  if (way === 'relay' && refusesDigests(staging.failure())) {
    const targets = known.map(({ name, tags }) => ({ name, tags }))
    return { way, targets, because: noDigests }
  }
  if (way === 'push' && /failed to push.*\/manifests\/sha256.*\b(?:400|404|405|415|501)\b/is.test(said)) {
    return { way: 'archive', because: noDigests }
  }
  return undefined
}

const noDigests = 'the registry takes no manifest without a tag: what is built waits here instead'

/** What would be found out once more when it is published. */
function cannotPublish(cause: HarnessError | undefined): HarnessError {
  return new HarnessError(
    'publish-refused',
    'the registry takes no manifest without a tag, and an image is published by digest',
    {
      cause,
      hint: 'leave out --publish to have the image verified here, or give it a --tag in another registry',
    },
  )
}

/** Some registries want a tag for all that is pushed. */
function refusesDigests(failure: HarnessError | undefined): boolean {
  const { method, status, url } = failure?.details ?? {}
  const isRefused = typeof status === 'number' && [400, 404, 405, 415, 501].includes(status)
  return isRefused && method === 'PUT' && typeof url === 'string' && url.includes('/manifests/')
}

function contextName({ source }: BuildWishes): string {
  if (source.kind === 'context') return redactCredentials(source.context)
  return source.files.join(', ') + (source.targets.length === 0 ? '' : `#${source.targets.join(',')}`)
}

interface Holding {
  readonly preparation: Preparation
  readonly secrets: readonly string[]
  readonly redactor: Redactor
  readonly remove: () => Promise<void>
}

async function hand(
  { report, digests, log, error, isStopped = false }: BuildOutcome,
  staging: OpenStaging,
  { preparation, secrets, redactor, remove }: Holding,
): Promise<PreparedImages> {
  const close = async (): Promise<void> => {
    try {
      await staging.close()
    } finally {
      await remove()
    }
  }
  const builds = [redactor.data(report)]
  const buildLog = log.map((line) => redactor.text(line))
  try {
    if (error !== undefined) {
      return {
        images: [],
        builds,
        buildLog,
        secrets,
        failure: redactor.error(isStopped || error.code === 'publish-refused' ? error : (staging.failure() ?? error)),
        close,
      }
    }
    const built = await Promise.all(
      [...digests].map(async ([target, digest]): Promise<BuiltImage> => {
        const { tags = [] } = preparation.targets.find(({ name }) => name === target) ?? {}
        return { target, image: await staging.finish(target, digest), tags }
      }),
    )
    const timerOf = (name: string): BuildTimer | undefined => {
      const target = built.find(({ image }) => image === name)?.target
      return target === undefined ? undefined : openBuildTimer({ ...preparation, target })
    }
    return { ...nameBuilt(built, report.context), builds, buildLog, secrets, timerOf, close }
  } catch (thrown) {
    await staging.close()
    throw thrown
  }
}
