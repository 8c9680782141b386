import { buildMode } from '../build/build-mode.ts'
import { listBuilders, type Builder } from '../build/builder.ts'
import { chooseBuilder, inspectHint } from '../build/choose-builder.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { HarnessError } from '../errors.ts'
import { formatPlatform, type Platform } from '../oci/platform.ts'
import type { DoctorCheck } from '../report/listing.ts'
import type { VerbContext } from './context.ts'
import { dockerVariables } from './docker-variables.ts'

/** What builds images here, and what is missing to build several platforms: only builds need it. */
export async function checkBuilders(
  platforms: readonly Platform[],
  config: ResolvedConfig,
  context: VerbContext,
): Promise<readonly DoctorCheck[]> {
  const { signal } = context
  // An engine that was named and does not answer has a row of its own.
  const env = await dockerVariables(config, context).catch(rethrowOthers)
  if (env === undefined) return []
  try {
    const builders = await listBuilders(env, signal)
    const rows = builders.map((builder) => checkBuilder(builder, platforms))
    // Why none answers, the engine's row says.
    if (builders.every(({ nodes }) => nodes.every(({ status }) => status === 'error'))) return rows
    return [...rows, checkChoice(builders, platforms, env['BUILDX_BUILDER'] || undefined)]
  } catch (thrown) {
    signal.throwIfAborted()
    if (!(thrown instanceof HarnessError)) throw thrown
    // Who only looks at what others built needs none.
    return [{ name: 'builders', status: 'unknown', message: thrown.message, ...hintOf(thrown) }]
  }
}

function rethrowOthers(thrown: unknown): undefined {
  if (thrown instanceof HarnessError && thrown.code !== 'interrupted') return undefined
  throw thrown
}

function checkBuilder(builder: Builder, platforms: readonly Platform[]): DoctorCheck {
  const { driver, isCurrent, nodes } = builder
  const name = `builder ${builder.name}`
  const what = `${driver}${isCurrent ? ', the current one' : ''}`
  const failed = nodes.find(({ status }) => status === 'error')
  if (failed !== undefined) {
    return { name, status: 'unknown', message: `${what}: ${failed.error ?? 'it does not answer'}` }
  }
  if (!nodes.some(({ status }) => status === 'running')) {
    return { name, status: 'unknown', message: `${what}: it is not started`, hint: inspectHint(builder.name) }
  }
  const one = builder.buildsSeveralPlatforms ? '' : ', one platform at a time'
  return { name, status: 'ok', message: `${what}${one}: ${describeAbility(builder, platforms)}` }
}

function describeAbility(builder: Builder, platforms: readonly Platform[]): string {
  const words = { native: 'natively', emulated: 'emulated', unavailable: 'runs none of' } as const
  return Object.entries(words)
    .flatMap(([mode, word]) => {
      const names = platforms.filter((platform) => buildMode(builder, platform) === mode).map(formatPlatform)
      return names.length === 0 ? [] : [`${word} ${names.join(', ')}`]
    })
    .join('; ')
}

/** Whether a build of all these platforms would find a builder. */
function checkChoice(builders: readonly Builder[], platforms: readonly Platform[], named?: string): DoctorCheck {
  try {
    const { builder, because } = chooseBuilder(builders, platforms, named)
    const why = because === undefined ? '' : `: ${because}`
    return { name: 'builds', status: 'ok', message: `${builder.name} is used${why}` }
  } catch (thrown) {
    if (!(thrown instanceof HarnessError)) throw thrown
    return { name: 'builds', status: 'missing', message: thrown.message, ...hintOf(thrown) }
  }
}

function hintOf({ hint }: HarnessError): { readonly hint?: string } {
  return hint === undefined ? {} : { hint }
}
