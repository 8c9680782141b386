import {
  type DescriptorJson,
  describe,
  type ImageContent,
  mediaTypes,
  platformJson,
  type PlatformJson,
  type StoredBlob,
  storedBlob,
  storedJson,
} from './content.ts'
import type { Compression, Layer } from './layer.ts'

type Json = Readonly<Record<string, unknown>>

export interface ImageOptions {
  /** What the config says, and an index that lists the image: `linux/arm/v7`. */
  readonly platform: string | PlatformJson
  readonly layers: readonly Layer[]
  /** The `config` object of the config document, as it is written there: `{ Entrypoint: ['/app'] }`. */
  readonly config?: Json
  /** @default 2026-01-01T00:00:00Z */
  readonly created?: string
  readonly annotations?: Readonly<Record<string, string>>
  /** @default 'oci' */
  readonly format?: 'oci' | 'docker'
  /** The last word on the config document. */
  readonly editConfig?: (config: Json) => Json
  /** The last word on the manifest. */
  readonly editManifest?: (manifest: Json) => Json
}

/** An image of one platform. */
export function image(options: ImageOptions): ImageContent {
  const { layers, annotations, format = 'oci', editConfig = same, editManifest = same } = options
  const platform = platformJson(options.platform)
  const config = storedJson(
    editConfig({
      ...platform,
      created: options.created ?? '2026-01-01T00:00:00Z',
      config: options.config ?? {},
      rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
    }),
    format === 'oci' ? mediaTypes.config : mediaTypes.dockerConfig,
  )
  const stored = layers.map((one) => storedBlob(one.bytes, one.mediaType ?? layerMediaType(format, one.compression)))
  const mediaType = format === 'oci' ? mediaTypes.manifest : mediaTypes.dockerManifest
  const manifest = editManifest({
    schemaVersion: 2,
    mediaType,
    config: describe(config),
    layers: stored.map(describe),
    ...(annotations === undefined ? {} : { annotations }),
  })
  const content = rawManifest(manifest, mediaType, { blobs: [config, ...stored] })
  return { ...content, descriptor: { ...content.descriptor, platform } }
}

/** Content, and what an index says of it. */
export interface IndexEntry {
  readonly content: ImageContent
  readonly descriptor: DescriptorJson
}

export interface ListedOptions {
  /** `none`: the descriptor has no platform. */
  readonly platform?: string | PlatformJson
  readonly annotations?: Readonly<Record<string, string>>
  /** Any other field of the descriptor, right or wrong. */
  readonly descriptor?: Partial<DescriptorJson>
}

/** Content under a descriptor that says something else of it than the content does. */
export function listed(content: ImageContent, options: ListedOptions): IndexEntry {
  const { platform: own, ...rest } = content.descriptor
  const platform = options.platform ?? own
  return {
    content,
    descriptor: {
      ...rest,
      ...(platform === undefined || platform === 'none' ? {} : { platform: platformJson(platform) }),
      ...(options.annotations === undefined ? {} : { annotations: options.annotations }),
      ...options.descriptor,
    },
  }
}

export interface IndexOptions {
  readonly annotations?: Readonly<Record<string, string>>
  /** @default 'oci' */
  readonly format?: 'oci' | 'docker'
  /** The last word on the index. */
  readonly edit?: (index: Json) => Json
}

/** An index of images (and of other indexes), in this order. */
export function index(entries: readonly (ImageContent | IndexEntry)[], options: IndexOptions = {}): ImageContent {
  const { annotations, format = 'oci', edit = same } = options
  const mediaType = format === 'oci' ? mediaTypes.index : mediaTypes.dockerList
  const document = edit({
    schemaVersion: 2,
    mediaType,
    manifests: entries.map(({ descriptor }) => descriptor),
    ...(annotations === undefined ? {} : { annotations }),
  })
  return rawManifest(document, mediaType, {
    children: entries.map((entry) => ('content' in entry ? entry.content : entry)),
  })
}

/** Any document, malformed ones included, with what should be pushed before it. */
export function rawManifest(
  document: Uint8Array | Json,
  mediaType: string,
  needs: { readonly blobs?: readonly StoredBlob[]; readonly children?: readonly ImageContent[] } = {},
): ImageContent {
  const stored = document instanceof Uint8Array ? storedBlob(document, mediaType) : storedJson(document, mediaType)
  return { document: stored, descriptor: describe(stored), blobs: needs.blobs ?? [], children: needs.children ?? [] }
}

function layerMediaType(format: 'oci' | 'docker', compression: Compression): string {
  const plain = format === 'oci' ? mediaTypes.layer : mediaTypes.dockerLayer
  if (compression === 'none') return plain
  // Docker's own types join the compression with a dot, OCI's with a plus.
  return `${plain}${format === 'oci' ? '+' : '.'}${compression}`
}

function same(document: Json): Json {
  return document
}
