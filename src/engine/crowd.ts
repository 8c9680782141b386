import { setTimeout as sleep } from 'node:timers/promises'
import { hasProbe, writeProgram } from '../elf/probe.ts'
import { killOthers } from '../elf/programs.ts'
import { asObject, parseWithin } from '../oci/json.ts'
import type { Platform } from '../oci/platform.ts'
import type { EngineClient } from './client.ts'
import type { ContainerRequest, StartedContainer, StartResult } from './engine.ts'
import { inspectRaw } from './inspect.ts'

/** Fewer processes end by themselves about as fast as they can be helped to. Threads count. */
export const crowdCount = 400

/** Nearly every container is gone before. */
const patienceMs = 500
const helperTimeoutMs = 8000
const helperPath = '/.everyarch-probe'
const helperLimits = { memoryBytes: 64 * 1024 * 1024, pidsLimit: 16 }

/** Of what a container was made: another one can be. */
export type Crowd = Pick<ContainerRequest, 'image' | 'platform' | 'labels'>

export interface CrowdedRemoval {
  /** What this very kernel tells of its processes and can do with them, where that is the engine's. */
  readonly here?: OwnKernel | undefined
  readonly remove: () => Promise<void>
  readonly countProcesses: () => Promise<number>
  readonly endOthers: () => Promise<Helper | undefined>
}

export interface OwnKernel {
  readonly count: () => Promise<number | undefined>
  /** Kills all of them at once; false where this process may not. */
  readonly killAll: () => Promise<boolean>
}

/** What ended the others, to be removed as well. */
export type Helper = Pick<StartedContainer, 'remove'>

/** Removes a container; where it has very many processes, these are ended first, or at least beside it. */
export async function removeCrowded({ here, remove, ...crowd }: CrowdedRemoval): Promise<void> {
  const help = async (): Promise<Helper | undefined> => {
    if ((await here?.killAll()) === true) return undefined
    // It may be gone by now, or its engine: then the removal says what there is to say.
    return crowd.endOthers().catch(() => undefined)
  }
  const isCrowded = ((await here?.count()) ?? 0) >= crowdCount
  const first = isCrowded ? await help() : undefined
  const removed = remove()
  const over = (): false => false
  const isSlow = await Promise.race([removed.then(over, over), sleep(patienceMs, true, { ref: false })])
  const count = async (): Promise<number> => (await here?.count()) ?? crowd.countProcesses()
  const isTooSlow = isSlow && !isCrowded && (await count().catch(() => 0)) >= crowdCount
  const second = isTooSlow ? await help() : undefined
  await Promise.all([removed, first?.remove(), second?.remove()])
}

export interface EndOptions {
  readonly id: string
  /** The engine's own. */
  readonly platform: Platform
  readonly crowd: Crowd
}

/**
 * Ends all processes of a running container but its first, wherever its engine is. That kills this one alone, and it
 * dies only when it is its turn among all those that run beside it. A short container of our own shares its processes,
 * but neither its limits nor its part of the processors.
 */
export async function endOthers(
  start: (request: ContainerRequest) => Promise<StartResult>,
  { id, platform, crowd }: EndOptions,
): Promise<Helper | undefined> {
  if (platform.os !== 'linux' || !hasProbe(platform)) return undefined
  const signal = AbortSignal.timeout(helperTimeoutMs)
  const { image, platform: imagePlatform, labels } = crowd
  const result = await start({
    image,
    ...(imagePlatform !== undefined && { platform: imagePlatform }),
    labels,
    ...helperLimits,
    user: '0:0',
    workingDir: '/',
    network: 'none',
    entrypoint: [helperPath],
    command: [],
    files: [{ path: helperPath, bytes: writeProgram(platform, killOthers()), mode: 0o755 }],
    processesOf: id,
    signal,
  })
  if (result.kind === 'refused') return undefined
  await result.container.wait(signal).catch(() => undefined)
  return result.container
}

/** As the engine knows it. */
export async function readCrowd(client: EngineClient, id: string): Promise<Crowd> {
  const value = await inspectRaw(client, id)
  return parseWithin("the engine's container", () => parseCrowd(value), 'engine-failed')
}

function parseCrowd(value: unknown): Crowd {
  const container = asObject(value)
  const config = container.object('Config')
  const platform = container.optionalObject('ImageManifestDescriptor')?.optionalObject('platform')
  const variant = platform?.optionalString('variant')
  return {
    image: config.string('Image'),
    labels: config.optionalRecord('Labels') ?? {},
    ...(platform !== undefined && {
      platform: {
        os: platform.string('os'),
        architecture: platform.string('architecture'),
        ...(variant !== undefined && { variant }),
      },
    }),
  }
}
