import { isDigest, type Digest } from './digest.ts'
import { asObject, asString, failContent } from './json.ts'
import { parsePlatformValue, type Platform } from './platform.ts'
import { quoteText } from './quote.ts'

/** https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md */
export interface Descriptor {
  /** What it is. */
  readonly mediaType: string
  /** Of its bytes. */
  readonly digest: Digest
  /** How many bytes it has. */
  readonly sizeBytes: number
  /** Where else its bytes are. */
  readonly urls?: readonly string[]
  /** What else its author says of it, by name. */
  readonly annotations?: Readonly<Record<string, string>>
  /** Where what it names runs. */
  readonly platform?: Platform
  /** What it names, where that is no image. */
  readonly artifactType?: string
}

/** A document whose exact bytes are kept: the digest is of these bytes. */
export interface Document<T> {
  readonly bytes: Uint8Array
  readonly digest: Digest
  readonly mediaType: string
  readonly value: T
}

/** @throws HarnessError `content-invalid`, with the path of what is wrong: `manifests[2].digest` */
export function parseDescriptor(value: unknown, where = ''): Descriptor {
  const descriptor = asObject(value, where)
  const urls = descriptor.strings('urls')
  const annotations = descriptor.optionalRecord('annotations')
  const platform = descriptor.optional('platform', parsePlatformValue)
  const artifactType = descriptor.optionalString('artifactType') ?? ''
  return {
    mediaType: descriptor.string('mediaType'),
    digest: descriptor.required('digest', asDigest),
    sizeBytes: descriptor.integer('size'),
    ...(urls.length === 0 ? {} : { urls }),
    ...(annotations === undefined ? {} : { annotations }),
    ...(platform === undefined ? {} : { platform }),
    ...(artifactType === '' ? {} : { artifactType }),
  }
}

/** A digest inside a document. @throws HarnessError `content-invalid` */
export function asDigest(value: unknown, where: string): Digest {
  const text = asString(value, where)
  if (isDigest(text)) return text
  return failContent(where, `must be a sha256 or sha512 digest, not ${quoteText(text)}`)
}
