import { freeBytes } from '../engine/disk.ts'
import type { Engine, PullCredential } from '../engine/engine.ts'
import type { Target } from '../plan/target.ts'
import { createImageRoom } from './image-room.ts'
import { explainPull } from './loopback-registry.ts'

export interface ImageSupplyOptions {
  readonly engine: Engine
  readonly repository: string
  readonly credential: () => Promise<PullCredential | undefined>
  /** Whether images the run pulled stay. */
  readonly keepsImages: boolean
  readonly sizeOf: (target: Target) => number
  readonly signal: AbortSignal
}

/** Brings the images of targets into an engine, and takes away again what the run pulled. */
export interface ImageSupply {
  pull(target: Target, onProgress: (receivedBytes: number, totalBytes: number) => void): Promise<void>
  /** The target has been run. */
  release(target: Target): Promise<void>
}

/** The supplies of all engines of a run. */
export function createImageSupplies(
  targets: readonly Target[],
  engineOf: (target: Target) => Engine,
  options: Omit<ImageSupplyOptions, 'engine'>,
): ImageSupply {
  const engines = new Set(targets.map(engineOf))
  const supplies = new Map([...engines].map((engine) => [engine, createImageSupply({ ...options, engine })]))
  return {
    pull: async (target, onProgress) => supplies.get(engineOf(target))?.pull(target, onProgress),
    release: async (target) => supplies.get(engineOf(target))?.release(target),
  }
}

/** A supply of images by digest. Those that are there already are used, and never removed. */
export function createImageSupply(options: ImageSupplyOptions): ImageSupply {
  const { engine, repository, signal } = options
  const pulled = new Set<Target>()
  let inUse = 0
  const room = createImageRoom({
    freeBytes: () => freeBytes(engine.info),
    dataRoot: engine.info.dataRoot,
    canWait: () => inUse > 0,
  })
  return {
    pull: async (target, onProgress) => {
      const { digest } = target.image.descriptor
      if (await engine.hasImage(repository, digest, signal)) return
      const sizeBytes = options.sizeOf(target)
      await room.take(sizeBytes, signal)
      if (!pulled.has(target)) inUse += 1
      pulled.add(target)
      try {
        const credential = await options.credential()
        await engine.pull({
          repository,
          digest,
          platform: target.platform,
          signal,
          onProgress: ({ receivedBytes, totalBytes }) => onProgress(receivedBytes, totalBytes),
          ...(credential === undefined ? {} : { credential }),
        })
      } catch (thrown) {
        throw explainPull(thrown, engine, repository)
      } finally {
        room.settle(sizeBytes)
      }
    },
    release: async (target) => {
      if (!pulled.delete(target)) return
      inUse -= 1
      if (!options.keepsImages) {
        await engine.removeImage(`${repository}@${target.image.descriptor.digest}`).catch(() => undefined)
      }
      room.freed()
    },
  }
}
