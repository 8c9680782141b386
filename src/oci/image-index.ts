import type { Descriptor } from './descriptor.ts'

/** https://github.com/opencontainers/image-spec/blob/v1.1.1/image-index.md (and Docker's manifest list) */
export interface ImageIndex {
  readonly mediaType: string
  readonly artifactType?: string
  readonly manifests: readonly Descriptor[]
  readonly annotations?: Readonly<Record<string, string>>
}
