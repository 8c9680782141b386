import type { Descriptor } from './descriptor.ts'

/** https://github.com/opencontainers/image-spec/blob/v1.1.1/manifest.md (and Docker's schema 2) */
export interface ImageManifest {
  readonly mediaType: string
  readonly artifactType?: string
  readonly config: Descriptor
  readonly layers: readonly Descriptor[]
  readonly annotations?: Readonly<Record<string, string>>
}
