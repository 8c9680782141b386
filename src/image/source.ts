import type { Descriptor, Document } from '../oci/descriptor.ts'
import type { Digest } from '../oci/digest.ts'

/** What a source holds of a descriptor, asked without reading it whole. */
export type Presence =
  | { readonly state: 'present'; /** Absent where the source would not say. */ readonly sizeBytes?: number }
  | { readonly state: 'missing' }

/** Where something keeps only some of an image's platforms, and nothing is wrong with the image. */
export interface PartialSource {
  /** For messages: `the engine`. */
  readonly holder: string
  /** How an engine pulls the image; absent where it has no name to pull it by. */
  readonly pulledAs?: string
  /** It may have kept one platform, and not the index that lists the others: a single manifest says nothing of these. */
  readonly isIndexLost?: boolean
  /**
   * Of each manifest whose content is there, the bytes of its config and layers. Only of a source that lists what it
   * holds, and gives no more than that: no manifest, no blob.
   */
  readonly listed?: ReadonlyMap<Digest, number>
}

/**
 * Where an image's bytes come from: a registry, an OCI layout, an engine. Every read is hashed and compared with the
 * descriptor before it is returned (a stream: when it ends). Errors are `HarnessError`s: `content-missing` where the
 * source does not hold the content, `digest-mismatch` where it holds other bytes, else what went wrong with the source.
 */
export interface ImageSource {
  /** As the user named it, for messages and reports: `ghcr.io/acme/app:1.4`, `oci:build/out`. */
  readonly name: string
  /** The reference an engine pulls a digest of this image by: `ghcr.io/acme/app`; absent where none can. */
  readonly repository?: string
  /** The same of one manifest or blob, where not all are in one repository. */
  repositoryOf?(digest: Digest): string | undefined
  /** Present where content that is missing says nothing of the image. */
  readonly partial?: PartialSource
  /** The index or manifest the name stands for, its bytes kept. */
  readRoot(signal?: AbortSignal): Promise<Document<unknown>>
  readManifest(descriptor: Descriptor, signal?: AbortSignal): Promise<Document<unknown>>
  /** A small blob (a config), whole; `limit-exceeded` above `maxBytes`. */
  readBlob(descriptor: Descriptor, maxBytes: number, signal?: AbortSignal): Promise<Uint8Array>
  /** A layer, streamed; the digest and size are checked as it ends. */
  openBlob(descriptor: Descriptor, signal?: AbortSignal): Promise<AsyncIterable<Uint8Array>>
  checkManifest(digest: Digest, signal?: AbortSignal): Promise<Presence>
  checkBlob(digest: Digest, signal?: AbortSignal): Promise<Presence>
  close(): Promise<void>
}
