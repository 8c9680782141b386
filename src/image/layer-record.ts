import type { Digest } from '../oci/digest.ts'
import type { FileEntry } from './rootfs.ts'

/** How a layer's bytes are packed, read from the bytes themselves. */
export type LayerCompression = 'gzip' | 'zstd' | 'none'

/** One entry of a layer, as the layer has it: paths are absolute and normalised, and may lead through symlinks. */
export type LayerRecord =
  | FileEntry
  /** One more name for a file of this layer or of one below. */
  | { readonly kind: 'hardlink'; readonly path: string; readonly target: string }
  /** Takes away what layers below have there. https://github.com/opencontainers/image-spec/blob/v1.1.1/layer.md#whiteouts */
  | { readonly kind: 'whiteout'; readonly path: string }
  /** Takes away all that layers below have inside this directory. */
  | { readonly kind: 'opaque'; readonly path: string }

/** What is kept of a layer: its entries in the archive's order, so that later ones replace earlier ones. */
export interface Layer {
  /** Of the unpacked tar. */
  readonly diffId: Digest
  readonly compression: LayerCompression
  readonly unpackedBytes: number
  readonly records: readonly LayerRecord[]
}
