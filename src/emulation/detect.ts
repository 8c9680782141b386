import { hasProbe, writeProbe } from '../elf/probe.ts'
import type { Engine, EngineInfo } from '../engine/engine.ts'
import { formatPlatform, type Platform } from '../oci/platform.ts'
import { type BinfmtHandler, binfmtFolder, listBinfmtHandlers } from './binfmt.ts'
import { type ExecutionCache, openExecutionCache } from './cache.ts'
import { readControlAnswer } from './control-answer.ts'
import { runControls } from './controls.ts'
import type { Execution } from './execution.ts'
import { explainControl, explainNoProbe, explainSystem } from './unavailable.ts'

export interface DetectOptions {
  /** Put on every container and image that is made. */
  readonly labels: Readonly<Record<string, string>>
  /** Where results are kept until the next boot; without it, and for an engine that is not local, nothing is. */
  readonly cacheDir?: string
  /** Of one control container, from its creation on, on a busy host too. @default 60000 */
  readonly timeoutMs?: number
  /** Control containers at a time. @default 4 */
  readonly jobs?: number
  /** @default '/proc/sys/fs/binfmt_misc' */
  readonly binfmtDir?: string
  /** @default '/proc/sys/kernel/random/boot_id' */
  readonly bootIdFile?: string
  readonly signal?: AbortSignal
}

/**
 * Finds how an engine executes platforms, by running a known-good program of each architecture on it. The result is by
 * the platforms' normalised names.
 * @throws HarnessError what says nothing of any platform: the engine is gone, the disk is full, the run was stopped
 */
export async function detectExecution(
  engine: Engine,
  platforms: readonly Platform[],
  options: DetectOptions,
): Promise<ReadonlyMap<string, Execution>> {
  const { info } = engine
  const controls = listControls(platforms, info)
  // The client's own /proc says nothing of an engine elsewhere.
  const handlers = info.isLocal ? listBinfmtHandlers(options.binfmtDir ?? binfmtFolder) : undefined
  const cache = openCache(info, handlers, options)
  const known = new Map(await cache?.read())

  const missing = [...controls].filter(([architecture]) => !known.has(architecture))
  if (missing.length > 0) {
    const { labels, timeoutMs = 60_000, jobs = 4, signal } = options
    const programs = missing.map(([, platform]) => ({ platform, program: writeProbe(platform) }))
    const answers = await runControls(engine, programs, { labels, timeoutMs, jobs, signal })
    const lasting = new Map<string, Execution>()
    for (const [index, [architecture, platform]] of missing.entries()) {
      const answer = answers[index]
      if (answer === undefined) continue
      const execution = readControlAnswer(answer, { platform, info, handlers })
      known.set(architecture, execution)
      if (isLasting(execution)) lasting.set(architecture, execution)
    }
    await cache?.write(lasting)
  }

  const executionOf = (platform: Platform): Execution => {
    if (platform.os !== info.os) return explainSystem(platform, info.os)
    if (!controls.has(platform.architecture)) return explainNoProbe(platform)
    return known.get(platform.architecture) ?? explainControl(platform, 'it was not run')
  }
  return new Map(platforms.map((platform) => [formatPlatform(platform), executionOf(platform)]))
}

/** One platform for each architecture that is asked for: its program serves all variants. */
function listControls(platforms: readonly Platform[], { os }: EngineInfo): ReadonlyMap<string, Platform> {
  return new Map(
    platforms
      .filter((platform) => platform.os === os && hasProbe(platform))
      .map(({ architecture }) => [
        architecture,
        { os, architecture, ...(architecture === 'arm' ? { variant: 'v5' } : {}) },
      ]),
  )
}

function openCache(
  info: EngineInfo,
  handlers: readonly BinfmtHandler[] | undefined,
  { cacheDir, bootIdFile = '/proc/sys/kernel/random/boot_id' }: DetectOptions,
): ExecutionCache | undefined {
  if (handlers === undefined || cacheDir === undefined) return undefined
  return openExecutionCache({ cacheDir, info, handlers, bootIdFile })
}

/** A program that failed may run the next time; everything else stays until the handlers change. */
function isLasting(execution: Execution): boolean {
  return execution.kind !== 'unavailable' || execution.code !== 'execution/control-failed'
}
