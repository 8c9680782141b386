import { join } from 'node:path/posix'
import type { ImageFile, ImageFiles } from '../engine/image-file.ts'
import { HarnessError } from '../errors.ts'

/** The files of an image, as tests name them. */
export type StructureFiles = Pick<ImageFiles, 'read' | 'readTree'>

const longestChain = 40
/** Of a file in which something is looked for. */
const maxBytes = 16 * 1024 * 1024

/** What is there, by a path that may begin anywhere; devices and pipes are nothing. */
export async function lookUp(files: StructureFiles, path: string): Promise<ImageFile | undefined> {
  if (path === '') return undefined
  const file = await files.read(path.startsWith('/') ? path : `/${path}`, { maxBytes })
  return file?.entry.kind === 'device' || file?.entry.kind === 'fifo' ? undefined : file
}

/**
 * A file with its whole content. A link's own words are taken from the root, as the original tool takes them.
 * @throws HarnessError `limit-exceeded`
 */
export async function readThroughLinks(files: StructureFiles, path: string): Promise<ImageFile | undefined> {
  let file = await lookUp(files, path)
  for (let links = 0; file?.entry.kind === 'symlink'; links++) {
    if (links >= longestChain) {
      throw new HarnessError('limit-exceeded', `${path} leads through more than ${longestChain} symbolic links`)
    }
    file = await lookUp(files, join('/', file.entry.linkName))
  }
  if (file?.entry.kind === 'file' && file.bytes.byteLength < file.entry.sizeBytes) {
    throw new HarnessError('limit-exceeded', `${path} is larger than ${maxBytes} bytes, in which nothing is looked for`)
  }
  return file
}
