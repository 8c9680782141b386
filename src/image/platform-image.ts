import type { Descriptor, Document } from '../oci/descriptor.ts'
import { HarnessError } from '../errors.ts'
import { parseImageConfig, type ImageConfig } from '../oci/image-config.ts'
import { parseImageManifest, type ImageManifest } from '../oci/image-manifest.ts'
import { parseJson } from '../oci/json.ts'
import { normalizePlatform, type Platform } from '../oci/platform.ts'
import type { ImageSource } from './source.ts'

/** An image config is a few kilobytes; this bounds what an untrusted one may take. */
const maxConfigBytes = 8 * 1024 * 1024

/** One image of an index (or a single manifest): its manifest and config are read when asked for, once. */
export interface PlatformImage {
  /** Where it stands: `manifests[2]`, `manifests[0].manifests[1]`, or `manifest` for a single one. */
  readonly position: string
  readonly nested: boolean
  readonly descriptor: Descriptor
  /** As the index says; absent where it says nothing. */
  readonly declared?: Platform
  readManifest(): Promise<Document<ImageManifest>>
  readConfig(): Promise<Document<ImageConfig>>
  /** The normalised platform: the index's word, else the config's. */
  readPlatform(): Promise<Platform>
}

interface PlatformImageOptions {
  readonly source: ImageSource
  readonly descriptor: Descriptor
  readonly position: string
  readonly nested: boolean
  readonly signal: AbortSignal | undefined
  readonly manifest?: Document<ImageManifest>
}

/** A lazy view of one image behind a descriptor. */
export function createPlatformImage(options: PlatformImageOptions): PlatformImage {
  const { source, descriptor, position, nested, signal } = options
  const readManifest = once(async () => {
    if (options.manifest !== undefined) return options.manifest
    const document = await source.readManifest(descriptor, signal)
    return { ...document, value: parseImageManifest(document.value) }
  })
  const readConfig = once(async () => {
    const { config } = (await readManifest()).value
    const bytes = await source.readBlob(config, maxConfigBytes, signal)
    const value = parseImageConfig(parseJson(bytes, 'config'))
    return { bytes, digest: config.digest, mediaType: config.mediaType, value }
  })
  const declared = descriptor.platform
  const readPlatform = once(async () => {
    if (declared !== undefined) return normalizePlatform(declared)
    const config = (await readConfig()).value
    if (config.architecture === undefined) {
      throw new HarnessError('registry-invalid', `neither the index nor the config of ${position} names a platform`)
    }
    return normalizePlatform(configPlatform(config, config.architecture))
  })
  return {
    position,
    nested,
    descriptor,
    ...(declared === undefined ? {} : { declared }),
    readManifest,
    readConfig,
    readPlatform,
  }
}

/** The platform an image's config names; the operating system is Linux where it says none, as engines take it. */
export function configPlatform(config: ImageConfig, architecture: string): Platform {
  return {
    os: config.os ?? 'linux',
    architecture,
    ...(config.variant === undefined ? {} : { variant: config.variant }),
    ...(config.osVersion === undefined ? {} : { osVersion: config.osVersion }),
  }
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined
  return () => (result ??= read())
}
