import type { Digest } from '../oci/digest.ts'
import type { RegistryClient } from '../registry/client.ts'
import type { Repository } from '../registry/repository.ts'

/** Takes what a builder pushes. */
export interface PushStore {
  hasBlob(digest: Digest): Promise<boolean>
  hasManifest(digest: Digest): Promise<boolean>
  /** @throws HarnessError `digest-mismatch`, or what the place says */
  putBlob(blob: PushedBlob): Promise<void>
  /** Returns its digest. */
  putManifest(bytes: Uint8Array, mediaType: string): Promise<Digest>
}

export interface PushedBlob {
  readonly digest: Digest
  readonly sizeBytes: number
  readonly content: AsyncIterable<Uint8Array>
}

/** Passes on to a repository, by digest: no tag is touched. */
export function storeInRepository(client: RegistryClient, repository: Repository, signal: AbortSignal): PushStore {
  return {
    hasBlob: async (digest) => (await client.headBlob(repository, digest, signal)).state === 'present',
    hasManifest: async (digest) => (await client.headManifest(repository, digest, signal)).state === 'present',
    putBlob: ({ digest, sizeBytes, content }) =>
      client.uploadBlob(repository, { digest, sizeBytes, open: async () => content }, signal),
    putManifest: (bytes, mediaType) => client.putManifest(repository, { bytes, mediaType }, signal),
  }
}
