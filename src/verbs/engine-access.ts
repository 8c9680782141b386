import { join } from 'node:path'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { detectExecution } from '../emulation/detect.ts'
import type { Execution } from '../emulation/execution.ts'
import type { Engine, StoredImageRequest } from '../engine/engine.ts'
import { findEngineEndpoint } from '../engine/find-endpoint.ts'
import { openEngine } from '../engine/open-engine.ts'
import { toHarnessError, type HarnessError } from '../errors.ts'
import { satisfies } from '../image/candidate.ts'
import type { ImageSource } from '../image/source.ts'
import type { Platform } from '../oci/platform.ts'
import type { VerbContext } from './context.ts'

/** The engines a user named, each for some platforms, and the one for the rest. */
export interface Engines {
  /** True where platforms have engines of their own. */
  readonly areSeveral: boolean
  /** What runs a platform. @throws HarnessError what kept it from being connected, `config-invalid` among it */
  of(platform: Platform): Promise<Engine>
  /** All of them, the one for the rest first, each once. */
  list(): Promise<readonly EngineAttempt[]>
  close(): Promise<void>
}

/** An engine that answered, or why it did not. */
export type EngineAttempt =
  | { readonly kind: 'connected'; readonly name: string; readonly engine: Engine }
  | { readonly kind: 'failed'; readonly name: string; readonly error: HarnessError }

/** Begins to connect to all engines a user named; which of them fail is told to those who need them. */
export function connectEngines({ engine: rest = 'default', engines }: ResolvedConfig, context: VerbContext): Engines {
  const connections = new Map<string, Promise<Engine>>()
  for (const named of [rest, ...engines.map(({ value }) => value)]) {
    if (connections.has(named)) continue
    const connecting = connectEngine(named, context)
    connecting.catch(() => undefined)
    connections.set(named, connecting)
  }
  const connectionOf = (name: string): Promise<Engine> => connections.get(name) ?? connectEngine(name, context)
  return {
    areSeveral: engines.length > 0,
    of: (platform) => connectionOf(engines.find((it) => satisfies(platform, it.platform))?.value ?? rest),
    list: () =>
      Promise.all(
        [...connections].map(async ([name, connecting]): Promise<EngineAttempt> => {
          try {
            return { kind: 'connected', name, engine: await connecting }
          } catch (thrown) {
            return { kind: 'failed', name, error: toHarnessError(thrown) }
          }
        }),
      ),
    close: async () => {
      const closing = [...connections.values()].map(async (connecting) => (await connecting).close())
      await Promise.allSettled(closing)
    },
  }
}

/**
 * Finds an engine by its Docker context or address, or with `default` the one docker would use, and connects to it.
 * @throws HarnessError `engine-absent`, `engine-denied`, `engine-failed`, `config-invalid`
 */
async function connectEngine(explicit: string, { environment, signal }: VerbContext): Promise<Engine> {
  const { variables, homeDir } = environment
  const endpoint = await findEngineEndpoint({ env: variables, homeDir, signal, explicit })
  return openEngine({ endpoint, env: variables, signal })
}

/** How an engine would run each platform, by its name; known results come from the cache. */
export async function detectOn(
  engine: Engine,
  platforms: readonly Platform[],
  labels: Readonly<Record<string, string>>,
  { environment, signal }: VerbContext,
): Promise<ReadonlyMap<string, Execution>> {
  const cacheDir = join(environment.cacheDir, 'execution')
  // A machine elsewhere may be a slow one: what is asked first waits for it to load all that starts containers.
  const patience = engine.info.isLocal ? {} : { timeoutMs: 120_000 }
  return detectExecution(engine, platforms, { labels, cacheDir, signal, ...patience })
}

/** Engines export some 50 MB a second. */
const slowExportBytes = 250_000_000

/**
 * Opens an image in the store of the user's engine; who opens it closes it.
 * @throws HarnessError `image-not-found`, or as {@link connectEngine}
 */
export async function openEngineImage(
  request: Omit<StoredImageRequest, 'signal' | 'onExport'>,
  config: ResolvedConfig,
  context: VerbContext,
): Promise<ImageSource> {
  const engine = await connectEngine(config.engine ?? 'default', context)
  const onExport = (sizeBytes: number): void => {
    if (sizeBytes < slowExportBytes) return
    const message = `the engine exports ${request.name}, about ${Math.ceil(sizeBytes / 1e6)} MB: that takes a while`
    context.onEvent({ kind: 'notice', message })
  }
  try {
    // What is read from now on is here.
    return await engine.openImage({ ...request, onExport, signal: context.signal })
  } finally {
    await engine.close()
  }
}
