import type { Variables } from '../config/environment.ts'
import type { BuilderRequest } from '../config/settle-builder.ts'
import { runDockerCli } from '../engine/docker-cli.ts'
import { HarnessError } from '../errors.ts'
import { listBuilders, type Builder } from './builder.ts'
import { requireBuilder } from './choose-builder.ts'
import { bootstrapBuilder } from './find-builder.ts'

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
  const said = await runBuildx(
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
    'make the builder',
    'see what there is: everyarch builder ls',
    context,
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

/** The usual reason, where that is what was said. */
function explainStart(thrown: unknown, { driver }: BuilderRequest): unknown {
  if (!(thrown instanceof HarnessError) || thrown.code !== 'builder-failed' || driver !== 'docker-container')
    return thrown
  if (!/pull|resolve|manifest|denied|no such host|lookup/i.test(thrown.message)) return thrown
  return new HarnessError('builder-failed', thrown.message, {
    hint: "name an image of BuildKit that the engine can pull: --driver-opt image=REF; the hub's is moby/buildkit:buildx-stable-1",
    cause: thrown,
  })
}

/** Makes a builder the one that builds use. @throws HarnessError `builder-failed`, `config-invalid` */
export async function useBuilder(name: string, context: BuildxContext): Promise<void> {
  requireBuilder(await listBuilders(context.env, context.signal), name)
  await runBuildx(['use', name], `use the builder ${name}`, 'see what there is: everyarch builder ls', context)
}

/** Removes a builder and its cache. @throws HarnessError `builder-failed`, `config-invalid` */
export async function removeBuilder(name: string, context: BuildxContext): Promise<Builder> {
  const builder = requireBuilder(await listBuilders(context.env, context.signal), name)
  if (builder.driver === 'docker') {
    throw new HarnessError('builder-failed', `the builder ${name} is a part of its engine, and goes with it`, {
      hint: 'build with another: everyarch builder use NAME',
    })
  }
  const hint = `remove what is left of it: docker buildx rm --force ${name}`
  await runBuildx(['rm', name], `remove the builder ${name}`, hint, context)
  return builder
}

function runBuildx(
  args: readonly string[],
  action: string,
  hint: string,
  { env, signal }: BuildxContext,
): Promise<string> {
  return runDockerCli({
    args: ['buildx', ...args],
    env,
    action,
    code: 'builder-failed',
    hint,
    timeoutMs: 120_000,
    ...(signal === undefined ? {} : { signal }),
  })
}
