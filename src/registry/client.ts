import { HarnessError } from '../errors.ts'
import type { Descriptor, Document } from '../oci/descriptor.ts'
import { isDigest, type Digest } from '../oci/digest.ts'
import type { Reference } from '../oci/reference.ts'
import type { StreamedBlob } from './blob-stream.ts'
import type { BlobUpload } from './blob-upload.ts'
import { readManifest } from './manifest.ts'
import type { ManifestUpload } from './manifest-upload.ts'
import type { ManifestPresence, Presence } from './presence.ts'
import type { Repository } from './repository.ts'
import { openSession, type Session } from './session.ts'
import type { RegistryOptions } from './settings.ts'

/** A client of any number of registries; it holds connections and tokens until it is closed. */
export interface RegistryClient {
  /**
   * The index or manifest a reference stands for: its digest where it has one, else its tag, else `latest`.
   *
   * @throws HarnessError `image-not-found`, saying whether the repository or the tag is missing
   */
  getRoot(reference: Reference, signal?: AbortSignal): Promise<Document<unknown>>
  /** @throws HarnessError `content-missing` for a digest, `image-not-found` for a tag that is not there */
  getManifest(repository: Repository, tagOrDigest: string, signal?: AbortSignal): Promise<Document<unknown>>
  headManifest(repository: Repository, tagOrDigest: string, signal?: AbortSignal): Promise<ManifestPresence>
  headBlob(repository: Repository, digest: Digest, signal?: AbortSignal): Promise<Presence>
  /** A small blob, whole. @throws HarnessError `limit-exceeded` above `maxBytes` */
  getBlob(repository: Repository, digest: Digest, maxBytes: number, signal?: AbortSignal): Promise<Uint8Array>
  /** A blob as it comes; digest and size are compared as it ends. */
  openBlob(repository: Repository, blob: StreamedBlob, signal?: AbortSignal): Promise<AsyncIterable<Uint8Array>>
  /** What refers to a manifest: signatures and the like; empty where nothing does. */
  listReferrers(repository: Repository, digest: Digest, signal?: AbortSignal): Promise<readonly Descriptor[]>
  listTags(repository: Repository, signal?: AbortSignal): Promise<readonly string[]>
  /** Pushes a manifest and returns its digest; what it refers to must be there. */
  putManifest(repository: Repository, manifest: ManifestUpload, signal?: AbortSignal): Promise<Digest>
  /** @throws HarnessError why nothing can be pushed there: `registry-denied`, say */
  checkPush(repository: Repository, signal?: AbortSignal): Promise<void>
  /** Pushes a blob, unless it is there or can be mounted. */
  uploadBlob(repository: Repository, blob: BlobUpload, signal?: AbortSignal): Promise<void>
  close(): Promise<void>
}

/** Opens nothing yet: connections are made, and credentials read, when they are needed. */
export function createRegistryClient(options: RegistryOptions = {}): RegistryClient {
  const session = openSession(options)
  return {
    async getRoot(reference, signal) {
      return readRoot(session, reference, reference.digest ?? reference.tag ?? 'latest', signal)
    },
    getManifest: (repository, tagOrDigest, signal) =>
      isDigest(tagOrDigest)
        ? readManifest(session, repository, tagOrDigest, signal)
        : readRoot(session, repository, tagOrDigest, signal),
    async headManifest(repository, tagOrDigest, signal) {
      const { checkManifest } = await import('./presence.ts')
      return checkManifest(session, repository, tagOrDigest, signal)
    },
    async headBlob(repository, digest, signal) {
      const { checkBlob } = await import('./presence.ts')
      return checkBlob(session, repository, digest, signal)
    },
    async getBlob(repository, digest, maxBytes, signal) {
      const { readBlob } = await import('./blob.ts')
      return readBlob(session, repository, digest, maxBytes, signal)
    },
    async openBlob(repository, blob, signal) {
      const { openBlob } = await import('./blob-stream.ts')
      return openBlob(session, repository, blob, signal)
    },
    async listReferrers(repository, digest, signal) {
      const { listReferrers } = await import('./referrers.ts')
      return listReferrers(session, repository, digest, signal)
    },
    async listTags(repository, signal) {
      const { listTags } = await import('./tags.ts')
      return listTags(session, repository, signal === undefined ? {} : { signal })
    },
    async putManifest(repository, manifest, signal) {
      const { putManifest } = await import('./manifest-upload.ts')
      return putManifest(session, repository, manifest, signal)
    },
    async checkPush(repository, signal) {
      const { checkPush } = await import('./blob-upload.ts')
      return checkPush(session, repository, signal)
    },
    async uploadBlob(repository, blob, signal) {
      const { uploadBlob } = await import('./blob-upload.ts')
      return uploadBlob(session, repository, blob, signal)
    },
    close: () => session.transport.close(),
  }
}

async function readRoot(
  session: Session,
  repository: Repository,
  tagOrDigest: string,
  signal: AbortSignal | undefined,
): Promise<Document<unknown>> {
  try {
    return await readManifest(session, repository, tagOrDigest, signal)
  } catch (thrown) {
    if (!(thrown instanceof HarnessError) || thrown.code !== 'content-missing') throw thrown
    const { explainNotFound } = await import('./not-found.ts')
    throw await explainNotFound(session, repository, tagOrDigest, thrown, signal)
  }
}
