import { HarnessError } from '../errors.ts'
import type { TarEntry } from '../image/tar-entry.ts'
import { createTarReader, type OnTarEntry } from '../image/tar-reader.ts'
import type { EngineClient } from './client.ts'
import { createContainer } from './create-container.ts'
import { createRequest } from './create-request.ts'
import { answerMessage, answerStatus } from './engine-error.ts'
import type { ContainerRequest } from './engine.ts'
import type { ImageFile, ImageFiles, TreeLimits } from './image-file.ts'
import type { Publishing } from './publish.ts'
import { removeContainer } from './remove-container.ts'

const maxFileBytes = 4 * 1024 * 1024
const tarLimits = { maxExtensionBytes: 1024 * 1024, maxHoleBytes: maxFileBytes }

/**
 * Creates a container whose files are read, and which is never started.
 * @throws HarnessError what any call of the engine throws
 */
export async function openImageFiles(
  { client, publishing }: { readonly client: EngineClient; readonly publishing: Publishing },
  request: ContainerRequest,
): Promise<ImageFiles> {
  // Engines want a command, of images that name none too.
  const create = createRequest({ command: ['/'], ...request }, publishing)
  const id = await createContainer(client, create)
  const archive = { client, id, signal: request.signal }
  return {
    read: async (path, { maxBytes = maxFileBytes } = {}) => {
      const file = openEntry(maxBytes)
      return (await readArchive(archive, path, file)) ? file.take() : undefined
    },
    readTree: async (path, limits) => {
      const tree = openTree(path, limits)
      return (await readArchive(archive, path, tree)) ? tree.take() : undefined
    },
    close: () => removeContainer(client, id),
  }
}

interface Archive {
  readonly client: EngineClient
  readonly id: string
  readonly signal: AbortSignal | undefined
}

interface ArchiveReading {
  readonly onEntry: OnTarEntry
  /** What else comes is not wanted: of a folder all that it holds would. */
  readonly isComplete: () => boolean
}

/** False where there is no such path. */
async function readArchive({ client, id, signal }: Archive, path: string, reading: ArchiveReading): Promise<boolean> {
  const action = `read ${path} of an image`
  try {
    const archive = await client.stream({
      action,
      method: 'GET',
      path: `/containers/${id}/archive`,
      query: { path },
      ...(signal !== undefined && { signal }),
    })
    const reader = createTarReader(reading.onEntry, tarLimits)
    for await (const chunk of archive) {
      reader.push(chunk)
      if (reading.isComplete()) break
    }
    return true
  } catch (thrown) {
    if (isMissing(thrown)) return false
    throw thrown instanceof HarnessError ? thrown : client.explain(action, thrown, signal)
  }
}

/** `/etc/passwd/`, say, is an engine's own failure to it. */
function isMissing(thrown: unknown): boolean {
  if (answerStatus(thrown) === 404) return true
  return answerStatus(thrown) === 500 && /not a directory|no such file/.test(answerMessage(thrown) ?? '')
}

/** The first entry of an archive, and as much of its content as is wanted. */
function openEntry(maxBytes: number): ArchiveReading & { readonly take: () => ImageFile | undefined } {
  let found: TarEntry | undefined
  let isWhole = false
  let sizeBytes = 0
  const pieces: Uint8Array[] = []
  const end = (): void => {
    isWhole = true
  }
  return {
    onEntry: (entry) => {
      if (found !== undefined) {
        isWhole = true
        return undefined
      }
      found = entry
      if (entry.kind !== 'file' || entry.sizeBytes === 0) isWhole = true
      const push = (chunk: Uint8Array): void => {
        const room = maxBytes - sizeBytes
        if (room <= 0) return
        pieces.push(Uint8Array.from(chunk.subarray(0, room)))
        sizeBytes += Math.min(chunk.byteLength, room)
        if (sizeBytes >= maxBytes) isWhole = true
      }
      return { push, finish: end, leave: end }
    },
    isComplete: () => isWhole,
    take: () => (found === undefined ? undefined : { entry: found, bytes: Buffer.concat(pieces) }),
  }
}

function openTree(
  path: string,
  { maxEntries, maxBytes, wants }: TreeLimits,
): ArchiveReading & { readonly take: () => readonly ImageFile[] } {
  const files: { readonly entry: TarEntry; readonly pieces: Uint8Array[] }[] = []
  let leftBytes = maxBytes
  return {
    onEntry: (entry) => {
      if (files.length >= maxEntries) {
        throw new HarnessError('limit-exceeded', `${path} of the image holds more than ${maxEntries} files`)
      }
      const pieces: Uint8Array[] = []
      files.push({ entry, pieces })
      if (!wants(entry.name)) return undefined
      const push = (chunk: Uint8Array): void => {
        leftBytes -= chunk.byteLength
        if (leftBytes < 0) {
          throw new HarnessError('limit-exceeded', `what is to be read of ${path} is larger than ${maxBytes} bytes`)
        }
        pieces.push(Uint8Array.from(chunk))
      }
      return { push, finish: () => undefined, leave: () => undefined }
    },
    isComplete: () => false,
    take: () => files.map(({ entry, pieces }) => ({ entry, bytes: Buffer.concat(pieces) })),
  }
}
