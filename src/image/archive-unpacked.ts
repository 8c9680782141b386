import { createReadStream } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { HarnessError } from '../errors.ts'
import { archiveError } from './archive-error.ts'
import { spillArchive, type PlainArchive } from './archive-spill.ts'
import { decompress } from './decompress.ts'
import { detectCompression, detectionBytes } from './decompress-detect.ts'
import { createLayerFeed } from './layer-feed.ts'
import type { LayerCompression } from './layer.ts'

/**
 * Opens an archive; one that is packed as a whole (`docker save | gzip`) is unpacked to a temporary file first.
 *
 * @throws HarnessError `image-not-found`, `image-unsupported`, `content-invalid`, `disk-full`
 */
export async function openPlainArchive(path: string, signal?: AbortSignal): Promise<PlainArchive> {
  try {
    const file = await open(path)
    try {
      const { size } = await statFile(file, path)
      const compression = await readCompression(file, path)
      if (compression === 'none') return { file, sizeBytes: size, close: () => file.close() }
    } catch (error) {
      await file.close()
      throw error
    }
    await file.close()
    return await unpack(path, signal)
  } catch (error) {
    throw archiveError(path, error)
  }
}

async function statFile(file: FileHandle, path: string): Promise<{ readonly size: number }> {
  const found = await file.stat()
  if (found.isFile()) return found
  const hint = found.isDirectory() ? `name it oci:${path} where it is a layout` : 'save the archive to a file first'
  throw new HarnessError('image-not-found', `${path} is not a file`, { hint })
}

async function readCompression(file: FileHandle, path: string): Promise<LayerCompression> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(detectionBytes), 0, detectionBytes, 0)
  const compression = detectCompression(buffer.subarray(0, bytesRead))
  if (compression === 'none' || compression === 'gzip' || compression === 'zstd') return compression
  throw new HarnessError('image-unsupported', `${path} is packed with ${compression}`, { hint: 'unpack it first' })
}

async function unpack(path: string, signal: AbortSignal | undefined): Promise<PlainArchive> {
  const source = createReadStream(path, { highWaterMark: 256 * 1024, ...(signal === undefined ? {} : { signal }) })
  try {
    return await spillArchive(unpackChunks(source), { what: `${path}, unpacked` })
  } finally {
    source.destroy()
  }
}

async function* unpackChunks(source: AsyncIterable<unknown>): AsyncGenerator<Uint8Array, void> {
  const feed = createLayerFeed(onlyBytes(source))
  const start = await feed.next()
  if (start !== undefined) feed.unread(start)
  const compression = detectCompression(start ?? new Uint8Array())
  yield* decompress(feed, compression === 'zstd' ? 'zstd' : 'gzip')
}

async function* onlyBytes(source: AsyncIterable<unknown>): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of source) if (chunk instanceof Uint8Array) yield chunk
}
