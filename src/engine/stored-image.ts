import { HarnessError } from '../errors.ts'
import { parseDescriptor, type Descriptor } from '../oci/descriptor.ts'
import { asObject, parseWithin, type JsonObject } from '../oci/json.ts'
import { parsePlatformValue, type Platform } from '../oci/platform.ts'
import { quoteText } from '../oci/quote.ts'
import type { EngineClient } from './client.ts'
import { answerStatus } from './engine-error.ts'

/** An image of an engine's store, as far as the engine describes it. */
export interface StoredImage {
  /** What its name stands for; absent at engines that do not say. */
  readonly root?: Descriptor
  /** A name it can be pulled by. */
  readonly pulledAs?: string
  /** Of all that the engine holds of it, about: blobs that platforms share count for each. */
  readonly sizeBytes: number
  /** In the index's order; empty at engines that keep no indexes. */
  readonly entries: readonly StoredEntry[]
}

/** One manifest of an index in a store. */
export interface StoredEntry {
  /** As the index has it. */
  readonly json: unknown
  readonly descriptor: Descriptor
  readonly isImage: boolean
  /** True where all of it is there. */
  readonly isHeld: boolean
  /** Of all its blobs together, the manifest among them. */
  readonly sizeBytes: number
  readonly platform?: Platform
}

/**
 * Looks for an image in an engine's store.
 * @throws HarnessError `image-not-found`, or what any call of the engine throws
 */
export async function findStoredImage(
  client: EngineClient,
  reference: string,
  signal: AbortSignal | undefined,
): Promise<StoredImage> {
  try {
    const value = await client.call({
      action: `look for ${reference}`,
      method: 'GET',
      path: `/images/${reference}/json`,
      query: { manifests: 1 },
      ...(signal === undefined ? {} : { signal }),
    })
    return parseWithin("the engine's image", () => parseStored(asObject(value), reference), 'engine-failed')
  } catch (error) {
    if (answerStatus(error) !== 404) throw error
    throw new HarnessError('image-not-found', `the engine at ${client.where} holds no image ${quoteText(reference)}`, {
      cause: error,
      hint: isId(reference)
        ? 'docker images --no-trunc lists those it holds'
        : `docker pull ${reference} brings it there`,
    })
  }
}

function parseStored(image: JsonObject, reference: string): StoredImage {
  const root = image.optional('Descriptor', parseDescriptor)
  const [tag] = image.strings('RepoTags').filter((name) => name !== '<none>:<none>')
  const [digest] = image.strings('RepoDigests').filter((name) => !name.startsWith('<none>@'))
  const named = isId(reference) ? (tag ?? digest) : reference
  const entries = image.list('Manifests', parseEntry)
  const sizeBytes = entries.reduce((sum, entry) => sum + entry.sizeBytes, 0)
  return {
    ...(root === undefined ? {} : { root }),
    ...(named === undefined ? {} : { pulledAs: named }),
    sizeBytes: sizeBytes || (image.optionalInteger('Size') ?? 0),
    entries,
  }
}

function isId(reference: string): boolean {
  return /^(?:sha256:)?[0-9a-f]{12,64}$/.test(reference)
}

function parseEntry(value: unknown, where: string): StoredEntry {
  const entry = asObject(value, where)
  const isImage = entry.optionalString('Kind') === 'image'
  const descriptor = entry.required('Descriptor', parseDescriptor)
  const own = entry.optionalObject('ImageData')?.optional('Platform', parsePlatformValue)
  const platform = own ?? descriptor.platform
  return {
    json: entry.required('Descriptor', (json) => json),
    descriptor,
    isImage,
    isHeld: entry.optionalBoolean('Available') ?? true,
    sizeBytes: entry.optionalObject('Size')?.optionalInteger('Content') ?? 0,
    ...(platform === undefined ? {} : { platform }),
  }
}
