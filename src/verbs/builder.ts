import { listBuilders, type Builder } from '../build/builder.ts'
import { chooseBuilder, requireBuilder } from '../build/choose-builder.ts'
import { bootstrapBuilder } from '../build/find-builder.ts'
import { createBuilder, removeBuilder, useBuilder } from '../build/manage-builder.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { HarnessError } from '../errors.ts'
import { toErrorReport } from '../report/error-report.ts'
import type { BuilderListing, BuildersListing, ListedBuilder } from '../report/listing.ts'
import { toolInfo, type VerbContext } from './context.ts'
import { dockerVariables } from './docker-variables.ts'
import { listBuilder } from './list-builder.ts'

/** Every builder, and what each of its machines builds natively or emulated. @throws HarnessError `builder-failed` */
export async function builderList(config: ResolvedConfig, context: VerbContext): Promise<BuildersListing> {
  const env = await dockerVariables(config, context)
  const builders = await listBuilders(env, context.signal)
  const listed = builders.map((builder) => listBuilder(builder, config.platforms))
  const choice = choiceFor(builders, config, env['BUILDX_BUILDER'])
  return { schemaVersion: 1, tool: toolInfo(), builders: listed, ...choice }
}

/** Only for platforms there is one to choose. */
function choiceFor(
  builders: readonly Builder[],
  { platforms }: ResolvedConfig,
  named: string | undefined,
): Pick<BuildersListing, 'choice'> {
  if (platforms.length === 0) return {}
  try {
    const { builder, reason, hint } = chooseBuilder(builders, platforms, named || undefined)
    return { choice: { builder: builder.name, reason, ...(hint === undefined ? {} : { hint }) } }
  } catch (thrown) {
    if (!(thrown instanceof HarnessError)) throw thrown
    const { message, hint } = thrown
    return { choice: { reason: message, ...(hint === undefined ? {} : { hint }) } }
  }
}

/** One builder: the one that is named, or the current one; started with `--bootstrap`. */
export async function builderInspect(config: ResolvedConfig, context: VerbContext): Promise<BuilderListing> {
  const { isBootstrapped, operands } = config.builderRequest
  const env = await dockerVariables(config, context)
  const builders = await listBuilders(env, context.signal)
  const name = operands[0] ?? (env['BUILDX_BUILDER'] || builders.find(({ isCurrent }) => isCurrent)?.name)
  if (name === undefined) {
    throw new HarnessError('builder-failed', 'there is no current builder', { hint: 'name one: everyarch builder ls' })
  }
  requireBuilder(builders, name)
  if (!isBootstrapped) return tellBuilder(listNamed(builders, name, config))
  context.onEvent({ kind: 'notice', message: `starting the builder ${name}` })
  await bootstrapBuilder(name, env, context.signal)
  return tellBuilder(listNamed(await listBuilders(env, context.signal), name, config))
}

/** Makes a builder, or adds a machine to one. */
export async function builderCreate(config: ResolvedConfig, context: VerbContext): Promise<BuilderListing> {
  const env = await dockerVariables(config, context)
  const { signal } = context
  if (config.builderRequest.isBootstrapped) context.onEvent({ kind: 'notice', message: 'starting the builder' })
  const name = await createBuilder(config.builderRequest, { env, signal })
  return tellBuilder(listNamed(await listBuilders(env, signal), name, config))
}

/** Makes a builder the current one. */
export async function builderUse(config: ResolvedConfig, context: VerbContext): Promise<BuilderListing> {
  const env = await dockerVariables(config, context)
  const { signal, onEvent } = context
  const [name = ''] = config.builderRequest.operands
  await useBuilder(name, { env, signal })
  const other = env['BUILDX_BUILDER']
  if (other && other !== name) {
    onEvent({ kind: 'notice', message: `BUILDX_BUILDER is set: builds use ${other} as long as it is` })
  }
  return tellBuilder(listNamed(await listBuilders(env, signal), name, config))
}

/** Removes a builder that is no part of an engine, and says what it was. */
export async function builderRemove(config: ResolvedConfig, context: VerbContext): Promise<BuilderListing> {
  const env = await dockerVariables(config, context)
  const [name = ''] = config.builderRequest.operands
  const removed = await removeBuilder(name, { env, signal: context.signal })
  return { schemaVersion: 1, tool: toolInfo(), builder: listBuilder(removed, []), removed: true }
}

function listNamed(builders: readonly Builder[], name: string, { platforms }: ResolvedConfig): ListedBuilder {
  return listBuilder(requireBuilder(builders, name), platforms)
}

/** A machine that does not answer is an error where it is the one asked about. */
function tellBuilder(builder: ListedBuilder): BuilderListing {
  const errors = builder.nodes.flatMap(({ name, status, error }) =>
    status !== 'error'
      ? []
      : [
          toErrorReport(
            new HarnessError(
              'builder-failed',
              `${name || builder.name} does not answer: ${error ?? 'nobody says why'}`,
              {
                hint: 'see what is missing: everyarch doctor',
              },
            ),
          ),
        ],
  )
  return { schemaVersion: 1, tool: toolInfo(), builder, ...(errors.length === 0 ? {} : { errors }) }
}
