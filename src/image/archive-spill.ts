import { mkdtemp, open, rm, statfs, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { temporaryPrefix } from '../config/process-mark.ts'
import { HarnessError } from '../errors.ts'
import { overLimit } from './layer-fault.ts'

/** Of one archive. */
const maxSpilledBytes = 256 * 1024 * 1024 * 1024

/** An archive that can be read at any place. */
export interface PlainArchive {
  readonly file: FileHandle
  readonly sizeBytes: number
  close(): Promise<void>
}

export interface SpillOptions {
  /** For messages: the archive's path, or what it is of. */
  readonly what: string
  /** It has at least so many: where there is no room for them, nothing is read. @default 0 */
  readonly expectedBytes?: number
}

/**
 * Writes an archive that cannot be read at any place to a temporary file. The file has no name once it is open, so that
 * nothing is left of it however this process ends.
 *
 * @throws HarnessError `disk-full`; whatever reading the chunks throws; `LayerFault` where they are too many
 */
export async function spillArchive(chunks: AsyncIterable<Uint8Array>, options: SpillOptions): Promise<PlainArchive> {
  const { what, expectedBytes = 0 } = options
  const parent = tmpdir()
  const folder = await makeFolder(parent)
  const removeFolder = (): Promise<void> => rm(folder, { recursive: true, force: true }).catch(() => {})
  let file: FileHandle | undefined
  try {
    const { bavail, bsize } = await statfs(folder)
    if (bavail * bsize < expectedBytes) throw diskFull(parent, what, expectedBytes)
    file = await open(join(folder, 'archive.tar'), 'wx+', 0o600)
    const opened = file
    await removeFolder()
    const sizeBytes = await copy(chunks, opened)
    const close = async (): Promise<void> => {
      await opened.close()
      // Where open files cannot be removed.
      await removeFolder()
    }
    return { file: opened, sizeBytes, close }
  } catch (error) {
    await file?.close()
    await removeFolder()
    const isFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC'
    throw isFull ? diskFull(parent, what, expectedBytes, error) : error
  }
}

async function makeFolder(parent: string): Promise<string> {
  try {
    // Named after this process, for everyarch clean to know whose it was.
    return await mkdtemp(join(parent, temporaryPrefix()))
  } catch (cause) {
    throw new HarnessError('config-invalid', `the folder for temporary files, ${parent}, cannot be written to`, {
      cause,
      hint: 'name one with TMPDIR',
    })
  }
}

async function copy(chunks: AsyncIterable<Uint8Array>, file: FileHandle): Promise<number> {
  let sizeBytes = 0
  for await (const chunk of chunks) {
    sizeBytes += chunk.byteLength
    if (sizeBytes > maxSpilledBytes) throw overLimit(`it has over ${maxSpilledBytes} bytes`)
    await file.writeFile(chunk)
  }
  return sizeBytes
}

function diskFull(folder: string, what: string, expectedBytes: number, cause?: unknown): HarnessError {
  const size = expectedBytes === 0 ? '' : `, which has ${expectedBytes} bytes or more`
  return new HarnessError('disk-full', `${folder} has no room for ${what}${size}`, {
    cause,
    hint: 'free some space, or name a folder that has some with TMPDIR',
  })
}
