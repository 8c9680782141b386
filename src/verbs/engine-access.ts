import { join } from 'node:path'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { detectExecution } from '../emulation/detect.ts'
import type { Execution } from '../emulation/execution.ts'
import type { Engine, StoredImageRequest } from '../engine/engine.ts'
import { findEngineEndpoint } from '../engine/find-endpoint.ts'
import { openEngine } from '../engine/open-engine.ts'
import type { ImageSource } from '../image/source.ts'
import type { Platform } from '../oci/platform.ts'
import type { VerbContext } from './context.ts'

/**
 * Finds the engine a user named, or the one docker would use, and connects to it.
 * @throws HarnessError `engine-absent`, `engine-denied`, `engine-failed`
 */
export async function connectEngine({ engine }: ResolvedConfig, context: VerbContext): Promise<Engine> {
  const { environment, signal } = context
  const endpoint = await findEngineEndpoint({
    env: environment.variables,
    homeDir: environment.homeDir,
    signal,
    ...(engine === undefined ? {} : { explicit: engine }),
  })
  return openEngine({ endpoint, env: environment.variables, signal })
}

/** How an engine would run each platform, by its name; known results come from the cache. */
export async function detectOn(
  engine: Engine,
  platforms: readonly Platform[],
  labels: Readonly<Record<string, string>>,
  { environment, signal }: VerbContext,
): Promise<ReadonlyMap<string, Execution>> {
  return detectExecution(engine, platforms, { labels, cacheDir: join(environment.cacheDir, 'execution'), signal })
}

/**
 * Opens an image in the store of the user's engine; who opens it closes it.
 * @throws HarnessError `image-not-found`, or as {@link connectEngine}
 */
export async function openEngineImage(
  request: Omit<StoredImageRequest, 'signal'>,
  config: ResolvedConfig,
  context: VerbContext,
): Promise<ImageSource> {
  const engine = await connectEngine(config, context)
  try {
    // What is read from now on is here.
    return await engine.openImage({ ...request, signal: context.signal })
  } finally {
    await engine.close()
  }
}
