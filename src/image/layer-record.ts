import type { FileEntry } from './rootfs.ts'

/** One entry of a layer, as the layer has it: paths are absolute and normalised, and may lead through symlinks. */
export type LayerRecord =
  | FileEntry
  /** One more name for a file of this layer or of one below. */
  | { readonly kind: 'hardlink'; readonly path: string; readonly target: string }
  /** Takes away what layers below have there. https://github.com/opencontainers/image-spec/blob/v1.1.1/layer.md#whiteouts */
  | { readonly kind: 'whiteout'; readonly path: string }
  /** Takes away all that layers below have inside this directory. */
  | { readonly kind: 'opaque'; readonly path: string }
