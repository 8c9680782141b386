import { HarnessError } from '../errors.ts'
import { openDockerArchive } from '../image/archive-docker.ts'
import type { ArchiveFiles } from '../image/archive-files.ts'
import { createArchiveSource } from '../image/archive-source.ts'
import { blobPath } from '../image/oci-layout.ts'
import type { ImageSource, PartialSource } from '../image/source.ts'
import type { Descriptor, Document } from '../oci/descriptor.ts'
import { isIndexType } from '../oci/media-type.ts'
import { formatPlatform } from '../oci/platform.ts'
import type { EngineClient } from './client.ts'
import type { EngineInfo, StoredImageRequest } from './engine.ts'
import { answerStatus } from './engine-error.ts'
import { explainExport, exportImage } from './export-image.ts'
import { findStoredImage, type StoredEntry, type StoredImage } from './stored-image.ts'

/**
 * Opens an image of an engine's store, with every platform the store holds; those it does not hold are missing, and
 * nothing is wrong with the image. What the engine exports is kept in a temporary file until the source is closed.
 *
 * @throws HarnessError `image-not-found`, `disk-full`, `content-invalid`, or what any call of the engine throws
 */
export async function openStoredImage(
  client: EngineClient,
  info: EngineInfo,
  request: StoredImageRequest,
): Promise<ImageSource> {
  const stored = await findStoredImage(client, request.reference, request.signal)
  const { root, entries, pulledAs } = stored
  // Only the containerd store says what the image's name stands for.
  const partial = {
    holder: 'the engine',
    isIndexLost: root === undefined,
    ...(pulledAs === undefined ? {} : { pulledAs }),
  }
  const listed = root !== undefined && isIndexType(root.mediaType) ? { root, entries, partial } : undefined
  if (request.isListed === true && listed !== undefined && tellsPlatforms(entries)) return openListed(request, listed)
  request.onExport?.(stored.sizeBytes)
  try {
    return await openExported(client, request, stored, partial)
  } catch (error) {
    // Engines export no image whose platform of their own they do not hold, but each other platform by itself.
    if (answerStatus(error) !== 404 || listed === undefined) throw error
    if (entries.length === 0) throw needsOwnPlatform(info, request, error)
    return openByPlatform(client, request, listed)
  }
}

async function openExported(
  client: EngineClient,
  { reference, name, signal }: StoredImageRequest,
  { entries }: StoredImage,
  partial: PartialSource,
): Promise<ImageSource> {
  const held = entries.filter(({ isHeld }) => isHeld)
  // Layers that platforms share are in there once.
  const expectedBytes = Math.max(0, ...held.map(({ sizeBytes }) => sizeBytes))
  const files = await exportImage(client, { reference, expectedBytes, signal })
  try {
    return { ...(await openDockerArchive(files, name, undefined, signal)), partial }
  } catch (error) {
    await files.close()
    throw explainExport(error)
  }
}

interface Listed {
  readonly root: Descriptor
  readonly entries: readonly StoredEntry[]
  readonly partial: PartialSource
}

/** Where an index names no platform, the config does. */
function tellsPlatforms(entries: readonly StoredEntry[]): boolean {
  const images = entries.filter(({ isImage }) => isImage)
  return images.length > 0 && images.every(({ descriptor }) => descriptor.platform !== undefined)
}

/** What the engine tells without exporting anything. */
function openListed({ name }: StoredImageRequest, { root, entries, partial }: Listed): ImageSource {
  const held = entries.filter(({ isImage, isHeld }) => isImage && isHeld)
  const sizes = held.map(({ descriptor, sizeBytes }) => [descriptor.digest, sizeBytes - descriptor.sizeBytes] as const)
  return createArchiveSource({
    name,
    files: joinFiles([], async () => {}),
    root: listDocument(root, entries),
    pathOf: blobPath,
    partial: { ...partial, listed: new Map(sizes) },
  })
}

async function openByPlatform(
  client: EngineClient,
  { reference, name, signal }: StoredImageRequest,
  { root, entries, partial }: Listed,
): Promise<ImageSource> {
  const exported: ArchiveFiles[] = []
  const close = async (): Promise<void> => {
    await Promise.all(exported.map((files) => files.close()))
  }
  try {
    const known = new Set<string>()
    for (const { isImage, isHeld, platform, sizeBytes: expectedBytes } of entries) {
      if (!isImage || !isHeld || platform === undefined || known.has(formatPlatform(platform))) continue
      known.add(formatPlatform(platform))
      exported.push(await exportImage(client, { reference, platform, expectedBytes, signal }))
    }
    const files = joinFiles(exported, close)
    return createArchiveSource({ name, files, root: listDocument(root, entries), pathOf: blobPath, partial })
  } catch (error) {
    await close()
    throw error
  }
}

/** The engine exports no index then, and lists what is in it: the digest is its word, the bytes are not those of it. */
function listDocument({ digest, mediaType }: Descriptor, entries: readonly StoredEntry[]): Document<unknown> {
  const value = { schemaVersion: 2, mediaType, manifests: entries.map(({ json }) => json) }
  return { bytes: Buffer.from(JSON.stringify(value)), digest, mediaType, value }
}

function joinFiles(parts: readonly ArchiveFiles[], close: () => Promise<void>): ArchiveFiles {
  const find = async (path: string): Promise<{ readonly part?: ArchiveFiles; readonly sizeBytes?: number }> => {
    for (const part of parts) {
      const sizeBytes = await part.sizeOf(path)
      if (sizeBytes !== undefined) return { part, sizeBytes }
    }
    return {}
  }
  return {
    path: 'the engine',
    sizeOf: async (path) => (await find(path)).sizeBytes,
    async *open(path, signal) {
      const { part } = await find(path)
      if (part !== undefined) yield* part.open(path, signal)
    },
    close,
  }
}

function needsOwnPlatform(info: EngineInfo, { reference }: StoredImageRequest, cause: unknown): HarnessError {
  const own = `${info.os}/${info.architecture}`
  const message = `an engine of version ${info.version} exports no image of which it does not hold ${own}: ${reference}`
  return new HarnessError('engine-failed', message, {
    cause,
    hint: `docker pull --platform ${own} ${reference} adds it; Docker 28 and later need not hold it`,
  })
}
