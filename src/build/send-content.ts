import { createLayerQueue } from '../image/layer-queue.ts'
import type { ImageSource } from '../image/source.ts'
import type { Descriptor } from '../oci/descriptor.ts'
import type { Digest } from '../oci/digest.ts'
import type { RegistryClient } from '../registry/client.ts'
import type { Repository } from '../registry/repository.ts'
import type { ImageContent } from './image-content.ts'

export const transfersAtOnce = 4

export interface SendOptions {
  readonly client: RegistryClient
  readonly source: ImageSource
  /** Sent once for each tag, and not here. */
  readonly root: Digest
  /** Another repository of the registry that has a blob: it is mounted from there. */
  readonly holderOf: (digest: Digest) => string | undefined
  readonly signal: AbortSignal
}

/** Sends what a repository lacks of an image, the root apart, and returns how many bytes of blobs that were. */
export async function sendContent(
  repository: Repository,
  { blobs, manifests }: ImageContent,
  { client, source, root, holderOf, signal }: SendOptions,
): Promise<number> {
  let sentBytes = 0
  const queue = createLayerQueue(transfersAtOnce)
  const failure = new AbortController()
  const stop = AbortSignal.any([signal, failure.signal])
  const send = async (blob: Descriptor): Promise<void> => {
    const { digest, sizeBytes } = blob
    const mountFrom = holderOf(digest)
    const mount = mountFrom === undefined ? {} : { mountFrom }
    const open = (): Promise<AsyncIterable<Uint8Array>> => {
      sentBytes += sizeBytes
      return source.openBlob(blob, stop)
    }
    await client.uploadBlob(repository, { digest, sizeBytes, open, ...mount }, stop)
  }
  // Where one cannot be sent, the others need not be.
  const giveUp = (thrown: unknown): void => failure.abort(thrown)
  await Promise.all(blobs.map((blob) => queue.run(() => send(blob), stop).catch(giveUp)))
  stop.throwIfAborted()
  // One after the other: an index is taken only where what it lists is there.
  for (const { bytes, mediaType, digest } of manifests) {
    if (digest === root) continue
    if ((await client.headManifest(repository, digest, signal)).state === 'missing') {
      await client.putManifest(repository, { bytes, mediaType }, signal)
    }
  }
  return sentBytes
}
