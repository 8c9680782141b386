import { asList, asObject, parseWithin, type JsonObject } from '../oci/json.ts'
import type { Digest } from '../oci/digest.ts'
import type { EngineClient } from './client.ts'
import type { ImageFilter, ImageSummary } from './engine.ts'
import { answerError, answerMessage, answerStatus } from './engine-error.ts'
import { readEvents } from './event-stream.ts'
import { labelFilter } from './labels.ts'

/** True when the engine's store holds the whole image of this digest: the manifest and all it needs to run. */
export async function hasImage(
  client: EngineClient,
  repository: string,
  digest: Digest,
  signal?: AbortSignal,
): Promise<boolean> {
  try {
    const image = await client.call({
      action: `look for ${repository}@${digest}`,
      method: 'GET',
      path: `/images/${repository}@${digest}/json`,
      query: { manifests: 1 },
      ...(signal !== undefined && { signal }),
    })
    return parseWithin("the engine's image", () => isWhole(image, digest), 'engine-failed')
  } catch (error) {
    if (answerStatus(error) === 404 || isChanging(error)) return false
    throw error
  }
}

/** True where others pull or remove an image just as the engine looks at it. */
function isChanging(error: unknown): boolean {
  return /data changed during operation/.test(answerMessage(error) ?? '')
}

/** Engines before API 1.48, and those with the classic store, list no manifests: what they know, they have. */
function isWhole(value: unknown, digest: Digest): boolean {
  const manifests = asObject(value).list('Manifests', (entry, where) => {
    const manifest = asObject(entry, where)
    return { id: manifest.optionalString('ID'), available: manifest.optionalBoolean('Available') ?? true }
  })
  const own = manifests.find(({ id }) => id === digest)
  return own === undefined ? manifests.length === 0 || manifests.some(({ available }) => available) : own.available
}

/** How much room an image takes unpacked; undefined where it is not there, or the engine does not tell. */
export async function unpackedBytes(
  client: EngineClient,
  repository: string,
  digest: Digest,
  signal?: AbortSignal,
): Promise<number | undefined> {
  try {
    const image = await client.call({
      action: `look for ${repository}@${digest}`,
      method: 'GET',
      path: `/images/${repository}@${digest}/json`,
      query: { manifests: 1 },
      ...(signal !== undefined && { signal }),
    })
    return parseWithin("the engine's image", () => readUnpacked(asObject(image), digest), 'engine-failed')
  } catch (error) {
    if (answerStatus(error) === 404) return undefined
    throw error
  }
}

/** Engines that list no manifests tell of the image as it lies there; those that do tell of its compressed content. */
function readUnpacked(image: JsonObject, digest: Digest): number | undefined {
  const manifests = image.list('Manifests', (entry, where) => asObject(entry, where))
  if (manifests.length === 0) return image.optionalInteger('Size')
  const own = manifests.find((manifest) => manifest.optionalString('ID') === digest)
  return own?.optionalObject('ImageData')?.optionalObject('Size')?.optionalInteger('Unpacked')
}

/** As slow as a disk may be. */
const loadedBytesPerMs = 1000

/**
 * Loads an archive as `docker save` makes it.
 * @throws HarnessError `engine-failed` with the engine's words, `disk-full`
 */
export async function loadImage(client: EngineClient, archive: Uint8Array, signal?: AbortSignal): Promise<void> {
  const action = 'load an image'
  const stream = await client.stream({
    action,
    method: 'POST',
    path: '/images/load',
    query: { quiet: 1 },
    file: archive,
    timeoutMs: 2 * client.callTimeoutMs + archive.byteLength / loadedBytesPerMs,
    ...(signal !== undefined && { signal }),
  })
  try {
    for await (const value of readEvents(stream, { action, idleTimeoutMs: 2 * client.callTimeoutMs })) {
      const event = parseWithin("the engine's progress", () => asObject(value), 'engine-failed')
      const error = event.optionalObject('errorDetail')?.optionalString('message') ?? event.optionalString('error')
      if (error !== undefined) throw answerError(action, { status: 500, message: error })
    }
  } catch (error) {
    throw client.explain(action, error, signal)
  }
}

/** An engine looks into every image that it lists: one that has many takes seconds for all of them. */
export async function listImages(client: EngineClient, wanted: ImageFilter): Promise<readonly ImageSummary[]> {
  const filters = 'labels' in wanted ? labelFilter(wanted.labels) : JSON.stringify({ reference: [wanted.repository] })
  const value = await client.call({
    action: 'list images',
    method: 'GET',
    path: '/images/json',
    query: { filters },
  })
  return parseWithin("the engine's images", () => asList(value, '', parseSummary), 'engine-failed')
}

function parseSummary(value: unknown, where: string): ImageSummary {
  const image = asObject(value, where)
  const names = image.strings('RepoTags')
  return {
    id: image.string('Id'),
    labels: image.optionalRecord('Labels') ?? {},
    names: names.filter((name) => name !== '<none>:<none>'),
  }
}

/** Removes the name, and what no other name needs. One that is not there is fine, one that is in use stays. */
export async function removeImage(client: EngineClient, reference: string): Promise<void> {
  try {
    await client.call({ action: `remove ${reference}`, method: 'DELETE', path: `/images/${reference}` })
  } catch (error) {
    if (![404, 409].includes(answerStatus(error) ?? 0)) throw error
  }
}
