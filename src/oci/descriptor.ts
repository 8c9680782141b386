import type { Digest } from './digest.ts'
import type { Platform } from './platform.ts'

/** https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md */
export interface Descriptor {
  readonly mediaType: string
  readonly digest: Digest
  readonly sizeBytes: number
  readonly urls?: readonly string[]
  readonly annotations?: Readonly<Record<string, string>>
  readonly platform?: Platform
  readonly artifactType?: string
}

/** A document whose exact bytes are kept: the digest is of these bytes. */
export interface Document<T> {
  readonly bytes: Uint8Array
  readonly digest: Digest
  readonly mediaType: string
  readonly value: T
}
