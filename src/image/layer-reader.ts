import { availableParallelism } from 'node:os'
import { HarnessError, toHarnessError } from '../errors.ts'
import { digestAlgorithm } from '../oci/digest.ts'
import { parseLayerType } from '../oci/layer-type.ts'
import { quoteText } from '../oci/quote.ts'
import { openLayerCache } from './layer-cache.ts'
import { LayerFault } from './layer-fault.ts'
import { defaultLayerLimits, type LayerLimits } from './layer-limits.ts'
import { createLayerMemory } from './layer-memory.ts'
import { createLayerQueue } from './layer-queue.ts'
import { readLayer, type LayerRequest } from './layer-read.ts'
import type { Layer } from './layer.ts'
import type { LayerProblem } from './rootfs.ts'

/** What is wrong with a layer, before it is known which image has it. */
export type LayerTrouble = Omit<LayerProblem, 'layer'>

/** A layer as far as it could be read: `failed` says something of its source, `troubles` something of the layer. */
export type LayerReading =
  | { readonly kind: 'read'; readonly layer: Layer; readonly troubles: readonly LayerTrouble[] }
  | { readonly kind: 'unread'; readonly troubles: readonly LayerTrouble[] }
  | { readonly kind: 'failed'; readonly error: HarnessError }

/** Reads layers, each distinct one once: from memory, the cache on disk, or its source. */
export interface LayerReader {
  readonly limits: LayerLimits
  /** @throws HarnessError `interrupted` only */
  read(request: LayerRequest): Promise<LayerReading>
  /** Waits until what was read is in the cache. */
  close(): Promise<void>
}

export interface LayerReaderOptions {
  /** A folder of its own, for layers that were read. @default nothing is kept on disk */
  readonly cacheDir?: string
  /** Of all cached layers together. @default 512 MiB */
  readonly maxCacheBytes?: number
  /** Layers that another version of the tool cached are read again. @default the version does not count */
  readonly toolVersion?: string
  readonly limits?: Partial<LayerLimits>
  /** Layers read at once. @default one per processor, 2 to 4: Node unpacks on four threads */
  readonly jobs?: number
}

export function createLayerReader(options: LayerReaderOptions = {}): LayerReader {
  const limits = { ...defaultLayerLimits, ...options.limits }
  const queue = createLayerQueue(options.jobs ?? Math.min(4, Math.max(2, availableParallelism())))
  const memory = createLayerMemory()
  const { cacheDir, maxCacheBytes: maxBytes = 512 * 1024 * 1024, toolVersion = '' } = options
  const cache = cacheDir === undefined ? undefined : openLayerCache(cacheDir, { maxBytes, toolVersion })

  const load = async (request: LayerRequest): Promise<Layer> => {
    const { descriptor, diffId, signal } = request
    const cached = await cache?.read(descriptor.digest, diffId)
    if (cached !== undefined) return cached
    const layer = await queue.run(() => readLayer(request, limits), signal)
    cache?.write(descriptor.digest, layer)
    return layer
  }
  /** What another request's source cannot give, or gives up, this one's may. */
  const loadShared = async (request: LayerRequest): Promise<Layer> => {
    const { descriptor, diffId = 'sha256:', signal } = request
    for (;;) {
      let isOwn = false
      const loadOwn = (): Promise<Layer> => {
        isOwn = true
        return load(request)
      }
      try {
        return await memory.get(`${descriptor.digest} ${digestAlgorithm(diffId)}`, loadOwn)
      } catch (error) {
        if (isOwn || error instanceof LayerFault || signal?.aborted === true) throw error
      }
    }
  }
  return {
    limits,
    async read(request) {
      const unreadable = refuseType(request)
      if (unreadable !== undefined) return { kind: 'unread', troubles: [unreadable] }
      try {
        const layer = await loadShared(request)
        return { kind: 'read', layer, troubles: comparePromises(request, layer) }
      } catch (error) {
        return describeFailure(request, error)
      }
    },
    close: async () => cache?.close(),
  }
}

/** https://github.com/opencontainers/image-spec/blob/v1.1.1/layer.md */
function refuseType({ descriptor: { mediaType } }: LayerRequest): LayerTrouble | undefined {
  const type = parseLayerType(mediaType)
  const reason =
    type === undefined
      ? `its type is ${quoteText(mediaType)}, which is no layer`
      : type.encrypted
        ? 'it is encrypted'
        : type.compression === 'unknown'
          ? `its type is ${quoteText(mediaType)}, which is neither a plain, a gzip nor a zstd tar`
          : undefined
  return reason === undefined ? undefined : { code: 'rootfs/layer-unreadable', message: reason }
}

function comparePromises({ descriptor, diffId }: LayerRequest, layer: Layer): readonly LayerTrouble[] {
  const promised = parseLayerType(descriptor.mediaType)?.compression
  const troubles: LayerTrouble[] = []
  if (promised !== layer.compression) {
    troubles.push(
      invalid(`its type promises ${describePacking(promised)}, it is ${describePacking(layer.compression)}`),
    )
  }
  if (diffId !== undefined && diffId !== layer.diffId) {
    troubles.push(invalid(`the config promises the content ${diffId}, it is ${layer.diffId}`))
  }
  return troubles
}

function describeFailure({ descriptor, signal }: LayerRequest, thrown: unknown): LayerReading {
  if (thrown instanceof LayerFault) {
    return { kind: 'unread', troubles: [{ code: thrown.code, message: thrown.message }] }
  }
  const error = toHarnessError(thrown)
  if (error.code === 'interrupted') throw error
  if (signal?.aborted === true) throw interruption(signal, error)
  if (error.code === 'content-missing' && parseLayerType(descriptor.mediaType)?.distributable === false) {
    const message = 'it is not distributed with the image, as its type says'
    return { kind: 'unread', troubles: [{ code: 'rootfs/layer-unreadable', message }] }
  }
  return { kind: 'failed', error }
}

function interruption({ reason }: AbortSignal, cause: HarnessError): HarnessError {
  return reason instanceof HarnessError ? reason : new HarnessError('interrupted', 'interrupted', { cause })
}

function invalid(message: string): LayerTrouble {
  return { code: 'rootfs/layer-invalid', message }
}

function describePacking(compression: string | undefined): string {
  return compression === 'none' ? 'a plain tar' : `${compression ?? 'no'} data`
}
