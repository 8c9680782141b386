import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { digestAlgorithm, type Digest } from '../oci/digest.ts'
import { decodeLayer, encodeLayer } from './layer-cache-file.ts'
import { trimLayerCache } from './layer-cache-trim.ts'
import type { Layer } from './layer.ts'

/**
 * Layers that were read in earlier runs, by their digest. It is never needed: whatever is wrong with it, the layer is
 * read from its source again.
 */
export interface LayerCache {
  /** Undefined where it is not there, is damaged, or was hashed by another algorithm than `diffId`. */
  read(digest: Digest, diffId: Digest | undefined): Promise<Layer | undefined>
  /** Goes on in the background, until {@link close}. */
  write(digest: Digest, layer: Layer): void
  /** What is read or written later is read or written all the same. */
  close(): Promise<void>
}

/** Part of every file's path, as the tool's version is: raise it when something else is kept of a layer than before. */
const readerVersion = 1
/** Unpacked, of one file: twice what a layer may keep. */
const maxFileBytes = 512 * 1024 * 1024
const temporarySuffix = '.partial'

const unzip = promisify(gunzip)

export interface LayerCacheOptions {
  /** Of all files together. */
  readonly maxBytes: number
  /** Of the tool: what another one wrote is not found. */
  readonly toolVersion: string
}

export function openLayerCache(root: string, { maxBytes, toolVersion }: LayerCacheOptions): LayerCache {
  const version = `v${readerVersion}-${toolVersion.replace(/[^\w.-]/g, '_')}`
  const writes = new Set<Promise<void>>()
  const pathOf = (digest: Digest): string => {
    const [algorithm = '', encoded = ''] = digest.split(':')
    return join(root, version, algorithm, encoded.slice(0, 2), `${encoded}.jsonl.gz`)
  }
  let hasWritten = false
  return {
    async read(digest, diffId) {
      const path = pathOf(digest)
      try {
        if ((await stat(path)).size > maxFileBytes) return undefined
        const bytes = await unzip(await readFile(path), { maxOutputLength: maxFileBytes })
        const layer = decodeLayer(bytes, digest)
        if (diffId !== undefined && digestAlgorithm(diffId) !== digestAlgorithm(layer.diffId)) return undefined
        const now = new Date()
        // The trimming takes what was not used for longest. Where that cannot be noted, it is only trimmed early.
        await utimes(path, now, now).catch(() => {})
        return layer
      } catch {
        return undefined
      }
    },
    write(digest, layer) {
      hasWritten = true
      const work = writeAtomically(pathOf(digest), encodeLayer(digest, layer)).catch(() => {})
      writes.add(work)
      void work.then(() => writes.delete(work))
    },
    async close() {
      await Promise.all(writes)
      if (!hasWritten) return
      hasWritten = false
      await trimLayerCache(root, maxBytes, temporarySuffix)
    },
  }
}

/** Others see the whole file or none; of two that write the same, the last wins, and they are equal. */
async function writeAtomically(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const temporary = `${path}.${randomBytes(6).toString('hex')}${temporarySuffix}`
  try {
    const file = await open(temporary, 'wx', 0o600)
    try {
      for await (const chunk of chunks) await file.writeFile(chunk)
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}
