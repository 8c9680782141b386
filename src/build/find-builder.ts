import type { Variables } from '../config/environment.ts'
import type { Platform } from '../oci/platform.ts'
import { listBuilders, type Builder } from './builder.ts'
import { chooseBuilder, type BuilderChoice } from './choose-builder.ts'
import { askBuildx } from './ask-buildx.ts'

const bootstrapTimeoutMs = 180_000

export interface FindBuilderOptions {
  /** What Docker's client is given: of an engine, its `clientVariables` too. */
  readonly env: Variables
  readonly platforms: readonly Platform[]
  /** @default BUILDX_BUILDER of the environment, then what {@link chooseBuilder} finds */
  readonly name?: string
  readonly signal?: AbortSignal
  /** Told before a builder is started: that may take a while. */
  readonly onStart?: (name: string) => void
}

/**
 * The builder for platforms, started, so that it is known how it builds each.
 * @throws HarnessError `builder-failed`, `config-invalid`
 */
export async function findBuilder(options: FindBuilderOptions): Promise<BuilderChoice> {
  const { env, platforms, signal, onStart } = options
  const name = options.name ?? (env['BUILDX_BUILDER'] || undefined)
  const choice = chooseBuilder(await listBuilders(env, signal), platforms, name)
  if (isStarted(choice.builder)) return choice
  onStart?.(choice.builder.name)
  await bootstrapBuilder(choice.builder.name, env, signal)
  const started = chooseBuilder(await listBuilders(env, signal), platforms, choice.builder.name)
  const { because } = choice
  return because === undefined ? started : { ...started, because, reason: `${because}; ${started.reason}` }
}

function isStarted({ nodes }: Builder): boolean {
  return nodes.some(({ status }) => status === 'running')
}

/** Starts all nodes of a builder, or says why they do not start. @throws HarnessError `builder-failed` */
export async function bootstrapBuilder(name: string, env: Variables, signal?: AbortSignal): Promise<void> {
  await askBuildx(['inspect', '--bootstrap', name], {
    env,
    action: `start the builder ${name}`,
    hint: 'make another: everyarch builder create --use; or use one that runs: everyarch builder ls',
    timeoutMs: bootstrapTimeoutMs,
    ...(signal && { signal }),
  })
}
