import { HarnessError } from '../errors.ts'
import type { TarEntry } from '../image/tar-entry.ts'
import { createTarReader } from '../image/tar-reader.ts'
import type { EngineClient } from './client.ts'
import { createContainer } from './create-container.ts'
import { createRequest } from './create-request.ts'
import { answerStatus } from './engine-error.ts'
import type { ContainerRequest, ImageFile, ImageFiles } from './engine.ts'
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
  return {
    read: (path) => readFile(client, id, path, request.signal),
    close: () => removeContainer(client, id),
  }
}

async function readFile(
  client: EngineClient,
  id: string,
  path: string,
  signal: AbortSignal | undefined,
): Promise<ImageFile | undefined> {
  const action = `read ${path} of an image`
  try {
    const archive = await client.stream({
      action,
      method: 'GET',
      path: `/containers/${id}/archive`,
      query: { path },
      ...(signal !== undefined && { signal }),
    })
    const file = openEntry()
    for await (const chunk of archive) {
      file.push(chunk)
      // Of a folder all that it holds would come.
      if (file.isComplete()) break
    }
    return file.take()
  } catch (thrown) {
    if (answerStatus(thrown) === 404) return undefined
    throw thrown instanceof HarnessError ? thrown : client.explain(action, thrown, signal)
  }
}

/** The first entry of an archive, and as much of its content as is wanted. */
function openEntry() {
  let found: TarEntry | undefined
  let isWhole = false
  let sizeBytes = 0
  const pieces: Uint8Array[] = []
  const reader = createTarReader((entry) => {
    if (found !== undefined) {
      isWhole = true
      return undefined
    }
    found = entry
    if (entry.kind !== 'file' || entry.sizeBytes === 0) isWhole = true
    return {
      push: (chunk) => {
        const room = maxFileBytes - sizeBytes
        if (room <= 0) return
        pieces.push(Uint8Array.from(chunk.subarray(0, room)))
        sizeBytes += Math.min(chunk.byteLength, room)
        if (sizeBytes >= maxFileBytes) isWhole = true
      },
      finish: () => {
        isWhole = true
      },
      leave: () => {
        isWhole = true
      },
    }
  }, tarLimits)
  return {
    push: (chunk: Uint8Array) => reader.push(chunk),
    isComplete: () => isWhole,
    take: (): ImageFile | undefined => {
      return found === undefined ? undefined : { entry: found, bytes: Buffer.concat(pieces) }
    },
  }
}
