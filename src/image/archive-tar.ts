import type { FileHandle } from 'node:fs/promises'
import { posix } from 'node:path'
import { HarnessError } from '../errors.ts'
import { archiveError } from './archive-error.ts'
import type { ArchiveFiles } from './archive-files.ts'
import { spillArchive, type PlainArchive, type SpillOptions } from './archive-spill.ts'
import { openPlainArchive } from './archive-unpacked.ts'
import { invalidLayer, overLimit } from './layer-fault.ts'
import { defaultLayerLimits } from './layer-limits.ts'
import { normalizeEntryPath, splitPath } from './layer-path.ts'
import { createTarReader } from './tar-reader.ts'
import type { TarEntry } from './tar-entry.ts'

/** An image has a few hundred blobs; an archive of many images some thousands. */
const maxEntries = 100_000
const headerPieceBytes = 64 * 1024
const pieceBytes = 256 * 1024
/** Links that lead to links: `docker save` writes one. */
const maxLinks = 8

/** Where a file's bytes lie in the archive, or which other file it is. */
type ArchivedFile =
  | { readonly kind: 'file'; readonly offset: number; readonly sizeBytes: number }
  | { readonly kind: 'link'; readonly target: string }

/**
 * Opens an archive of image files: it is gone through once, from header to header, and nothing of it is unpacked. A
 * compressed one is first unpacked to a temporary file.
 *
 * @throws HarnessError `image-not-found`, `content-invalid`, `limit-exceeded`, `disk-full`
 */
export async function openArchive(path: string, signal?: AbortSignal): Promise<ArchiveFiles> {
  return openFiles(await openPlainArchive(path, signal), { path, isMarked: false }, signal)
}

/**
 * The same for an archive that comes in pieces: it is kept in a temporary file for as long as it is open. One that does
 * not say where it ends was cut off.
 *
 * @throws HarnessError `content-invalid`, `limit-exceeded`, `disk-full`; whatever reading the chunks throws
 */
export async function openArchiveStream(
  chunks: AsyncIterable<Uint8Array>,
  options: SpillOptions,
  signal?: AbortSignal,
): Promise<ArchiveFiles> {
  const { what } = options
  const archive = await spillArchive(chunks, options).catch((error: unknown) =>
    Promise.reject(archiveError(what, error)),
  )
  return openFiles(archive, { path: what, isMarked: true }, signal)
}

interface Expected {
  readonly path: string
  /** Whether its end must be marked. */
  readonly isMarked: boolean
}

async function openFiles(
  archive: PlainArchive,
  { path, isMarked }: Expected,
  signal: AbortSignal | undefined,
): Promise<ArchiveFiles> {
  try {
    const files = await listArchive(archive, isMarked, signal)
    const find = (name: string): Extract<ArchivedFile, { kind: 'file' }> | undefined => {
      let found = files.get(name)
      for (let links = 0; found?.kind === 'link' && links < maxLinks; links++) found = files.get(found.target)
      return found?.kind === 'file' ? found : undefined
    }
    return {
      path,
      sizeOf: async (name) => find(name)?.sizeBytes,
      open: (name, streamSignal) => readPart(archive.file, path, find(name), streamSignal),
      close: () => archive.close(),
    }
  } catch (error) {
    await archive.close()
    throw archiveError(path, error)
  }
}

async function listArchive(
  { file, sizeBytes }: PlainArchive,
  isMarked: boolean,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, ArchivedFile>> {
  const files = new Map<string, ArchivedFile>()
  let entries = 0
  const onEntry = (entry: TarEntry, offset: number): undefined => {
    if (++entries > maxEntries) throw overLimit(`it has over ${maxEntries} entries`)
    const archived = describe(entry, offset)
    const name = normalizeEntryPath(entry.name, defaultLayerLimits.maxNameBytes).slice(1)
    if (archived !== undefined) files.set(name, archived)
  }
  const reader = createTarReader(onEntry, defaultLayerLimits)
  const buffer = Buffer.alloc(headerPieceBytes)
  for (let position = 0; position < sizeBytes && !reader.isEnded;) {
    signal?.throwIfAborted()
    const { bytesRead } = await file.read(buffer, 0, buffer.byteLength, position)
    if (bytesRead === 0) break
    reader.push(buffer.subarray(0, bytesRead))
    position += bytesRead
    // What goes on beyond the file is left to the reader, which says what is missing.
    const skippable = Math.min(reader.skippableBytes, sizeBytes - position)
    reader.skip(skippable)
    position += skippable
  }
  reader.finish()
  if (isMarked && !reader.isEnded) throw invalidLayer('its tar ends without a mark')
  return files
}

function describe(entry: TarEntry, offset: number): ArchivedFile | undefined {
  const { kind, name, linkName, sizeBytes, storedBytes } = entry
  // No tool writes sparse blobs: their bytes are compressed, or made to be hashed.
  if (kind === 'file') return sizeBytes === storedBytes ? { kind, offset, sizeBytes } : undefined
  const limit = defaultLayerLimits.maxNameBytes
  if (kind === 'hardlink') return { kind: 'link', target: normalizeEntryPath(linkName, limit).slice(1) }
  if (kind !== 'symlink') return undefined
  const { directory } = splitPath(normalizeEntryPath(name, limit))
  return { kind: 'link', target: posix.resolve(directory, linkName).slice(1) }
}

async function* readPart(
  file: FileHandle,
  path: string,
  part: { readonly offset: number; readonly sizeBytes: number } | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void> {
  if (part === undefined) return
  try {
    for (let done = 0; done < part.sizeBytes;) {
      signal?.throwIfAborted()
      const buffer = Buffer.allocUnsafe(Math.min(pieceBytes, part.sizeBytes - done))
      const { bytesRead } = await file.read(buffer, 0, buffer.byteLength, part.offset + done)
      if (bytesRead === 0) throw new HarnessError('content-invalid', `${path} was cut off while it was read`)
      done += bytesRead
      yield buffer.subarray(0, bytesRead)
    }
  } catch (error) {
    throw archiveError(path, error)
  }
}
