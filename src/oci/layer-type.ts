/** What the media type of a layer says about its bytes. */
export interface LayerType {
  /** `unknown` is a layer, but packed in a way that is not a plain, gzip or zstd tar. */
  readonly compression: 'gzip' | 'zstd' | 'none' | 'unknown'
  /** False for layers that registries need not hold: foreign and non-distributable ones. */
  readonly distributable: boolean
  /** Needs a key: https://github.com/containers/ocicrypt/blob/main/spec/spec.go */
  readonly encrypted: boolean
}

const bases = [
  { prefix: 'application/vnd.oci.image.layer.v1.tar', distributable: true },
  { prefix: 'application/vnd.oci.image.layer.nondistributable.v1.tar', distributable: false },
  { prefix: 'application/vnd.docker.image.rootfs.diff.tar', distributable: true },
  { prefix: 'application/vnd.docker.image.rootfs.foreign.diff.tar', distributable: false },
  // Layers that are not tars: lazy-loading file systems and whatever comes next.
  { prefix: 'application/vnd.oci.image.layer.', distributable: true },
  { prefix: 'application/vnd.erofs.layer.', distributable: true },
] as const

const encryptedSuffix = '+encrypted'

/** What a layer's media type says, or undefined where it is not the type of a layer. */
export function parseLayerType(mediaType: string): LayerType | undefined {
  const encrypted = mediaType.endsWith(encryptedSuffix)
  const plain = encrypted ? mediaType.slice(0, -encryptedSuffix.length) : mediaType
  const base = bases.find(({ prefix }) => plain.startsWith(prefix))
  if (base === undefined) return undefined
  const compression = base.prefix.endsWith('.tar') ? parseCompression(plain.slice(base.prefix.length)) : 'unknown'
  return { compression, distributable: base.distributable, encrypted }
}

/** OCI joins the compression with a plus, Docker with a dot. */
function parseCompression(suffix: string): LayerType['compression'] {
  switch (suffix) {
    case '':
      return 'none'
    case '+gzip':
    case '.gzip':
      return 'gzip'
    case '+zstd':
    case '.zstd':
      return 'zstd'
    default:
      return 'unknown'
  }
}
