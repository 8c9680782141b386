import type { Variables } from '../config/environment.ts'
import type { BuilderRequest } from '../config/settle-builder.ts'
import { HarnessError } from '../errors.ts'
import { listBuilders, type Builder } from './builder.ts'
import { requireBuilder } from './choose-builder.ts'
import { bootstrapBuilder } from './find-builder.ts'
import { askBuildx } from './ask-buildx.ts'

export interface BuildxContext {
  /** What Docker's client is given. */
  readonly env: Variables
  readonly signal?: AbortSignal
}

/**
 * Makes a builder, or adds a machine to one. One that was made and does not start is removed again.
 * @returns its name
 * @throws HarnessError `builder-failed`
 */
export async function createBuilder(request: BuilderRequest, context: BuildxContext): Promise<string> {
  const { driver, driverOptions, buildkitdConfig, name, isAppended, isUsed, buildxArgs, operands } = request
  const said = await askBuildx(
    [
      'create',
      // A further machine is of the driver that is there.
      ...(isAppended ? ['--append'] : ['--driver', driver]),
      ...(name === undefined ? [] : ['--name', name]),
      ...driverOptions.flatMap((option) => ['--driver-opt', option]),
      ...(buildkitdConfig === undefined ? [] : ['--buildkitd-config', buildkitdConfig]),
      ...(isUsed && !request.isBootstrapped ? ['--use'] : []),
      ...buildxArgs,
      ...operands,
    ],
    { action: 'make the builder', hint: 'see what there is: everyarch builder ls', ...context },
  )
  const made = said.trim().split('\n').at(-1) ?? ''
  if (!request.isBootstrapped) return made
  try {
    await bootstrapBuilder(made, context.env, context.signal)
  } catch (thrown) {
    if (!isAppended) await removeBuilder(made, { env: context.env }).catch(() => undefined)
    throw explainStart(thrown, request)
  }
  if (isUsed) await useBuilder(made, context)
  return made
}

/** What usually keeps a driver's builder from starting. */
const startHints = {
  'docker-container':
    "name an image of BuildKit that the engine can pull: --driver-opt image=REF; the hub's is moby/buildkit:buildx-stable-1",
  remote: 'is its buildkitd up, and are these its keys? --driver-opt cacert=FILE,cert=FILE,key=FILE',
  kubernetes: 'does the cluster start pods of BuildKit? see --driver-opt namespace=NAME, rootless=true',
} as const

function explainStart(thrown: unknown, { driver }: BuilderRequest): unknown {
  if (!(thrown instanceof HarnessError) || thrown.code !== 'builder-failed') return thrown
  return new HarnessError('builder-failed', thrown.message, { hint: startHints[driver], cause: thrown.cause })
}

/** Makes a builder the one that builds use. @throws HarnessError `builder-failed`, `config-invalid` */
export async function useBuilder(name: string, context: BuildxContext): Promise<void> {
  requireBuilder(await listBuilders(context.env, context.signal), name)
  const hint = 'see what there is: everyarch builder ls'
  await askBuildx(['use', name], { action: `use the builder ${name}`, hint, ...context })
}

/** Removes a builder and its cache. @throws HarnessError `usage-invalid`, `builder-failed`, `config-invalid` */
export async function removeBuilder(name: string, context: BuildxContext): Promise<Builder> {
  const builder = requireBuilder(await listBuilders(context.env, context.signal), name)
  if (builder.driver === 'docker') {
    throw new HarnessError('usage-invalid', `the builder ${name} is a part of its engine, and cannot be removed`, {
      hint: 'to build with another: everyarch builder use NAME',
    })
  }
  const hint = `remove what is left of it: docker buildx rm --force ${name}`
  await askBuildx(['rm', name], { action: `remove the builder ${name}`, hint, ...context })
  return builder
}
