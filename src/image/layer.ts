import type { Digest } from '../oci/digest.ts'
import type { LayerRecords } from './layer-records.ts'

/** How a layer's bytes are packed, read from the bytes themselves. */
export type LayerCompression = 'gzip' | 'zstd' | 'none'

/** What is kept of a layer: its entries in the archive's order, so that later ones replace earlier ones. */
export interface Layer {
  /** Of the unpacked tar. */
  readonly diffId: Digest
  readonly compression: LayerCompression
  readonly unpackedBytes: number
  readonly records: LayerRecords
}
