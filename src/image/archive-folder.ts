import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { HarnessError } from '../errors.ts'
import { archiveError } from './archive-error.ts'
import type { ArchiveFiles } from './archive-files.ts'

const pieceBytes = 256 * 1024

/** @throws HarnessError `image-not-found` where there is no such folder */
export async function openFolder(path: string): Promise<ArchiveFiles> {
  const found = await stat(path).catch((error: unknown) => Promise.reject(archiveError(path, error)))
  if (!found.isDirectory()) {
    const hint = `name it oci-archive:${path} where it is an archive`
    throw new HarnessError('image-not-found', `${path} is not a folder`, { hint })
  }
  return {
    path,
    async sizeOf(name) {
      try {
        const file = await stat(join(path, name))
        // A pipe or a device in the place of a blob would be read for ever.
        return file.isFile() ? file.size : undefined
      } catch (error) {
        if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
          return undefined
        throw archiveError(join(path, name), error)
      }
    },
    async *open(name, signal) {
      const options = { highWaterMark: pieceBytes, ...(signal === undefined ? {} : { signal }) }
      try {
        for await (const chunk of createReadStream(join(path, name), options)) {
          if (chunk instanceof Uint8Array) yield chunk
        }
      } catch (error) {
        throw archiveError(join(path, name), error)
      }
    },
    close: async () => {},
  }
}
