import { randomBytes } from 'node:crypto'
import { computeDigest, type Digest } from '../../src/oci/digest.ts'

/** Bytes a registry stores, and the type a descriptor gives them. */
export interface StoredBlob {
  readonly bytes: Uint8Array
  readonly mediaType: string
  readonly digest: Digest
}

/** A descriptor as it is written in a document. */
export interface DescriptorJson {
  readonly mediaType: string
  readonly digest: Digest
  readonly size: number
  readonly platform?: PlatformJson
  readonly annotations?: Readonly<Record<string, string>>
  readonly artifactType?: string
}

/** A platform as it is written in a document. */
export interface PlatformJson {
  readonly os: string
  readonly architecture: string
  readonly variant?: string
  readonly 'os.version'?: string
  readonly 'os.features'?: readonly string[]
}

/** An index or a manifest with all that it needs in a registry. */
export interface ImageContent {
  readonly document: StoredBlob
  /** How an index lists it. */
  readonly descriptor: DescriptorJson
  readonly blobs: readonly StoredBlob[]
  readonly children: readonly ImageContent[]
}

/** Any document: what a registry's `Content-Type` and a descriptor's `mediaType` call it. */
export const mediaTypes = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
  empty: 'application/vnd.oci.empty.v1+json',
  dockerList: 'application/vnd.docker.distribution.manifest.list.v2+json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  dockerConfig: 'application/vnd.docker.container.image.v1+json',
  dockerLayer: 'application/vnd.docker.image.rootfs.diff.tar',
  dockerSchema1: 'application/vnd.docker.distribution.manifest.v1+prettyjws',
} as const

/** Bytes with their digest. */
export function storedBlob(bytes: Uint8Array, mediaType: string): StoredBlob {
  return { bytes, mediaType, digest: computeDigest(bytes) }
}

/** A JSON document as bytes with their digest. */
export function storedJson(value: object, mediaType: string): StoredBlob {
  return storedBlob(Buffer.from(JSON.stringify(value)), mediaType)
}

/** The descriptor that names exactly these bytes. */
export function describe(blob: StoredBlob): DescriptorJson {
  return { mediaType: blob.mediaType, digest: blob.digest, size: blob.bytes.length }
}

/** `linux/arm/v7` as an index writes it; an object is taken as it is. */
export function platformJson(platform: string | PlatformJson): PlatformJson {
  if (typeof platform !== 'string') return platform
  const [os = '', architecture = '', variant] = platform.split('/')
  return variant === undefined ? { os, architecture } : { os, architecture, variant }
}

/** Hexadecimal that no other image has, so that no engine's store stands in for a registry. */
export function uniqueText(): string {
  return randomBytes(16).toString('hex')
}
