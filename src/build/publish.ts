import { HarnessError, toHarnessError } from '../errors.ts'
import { createLayerQueue } from '../image/layer-queue.ts'
import type { ImageSource } from '../image/source.ts'
import type { Document } from '../oci/descriptor.ts'
import type { Digest } from '../oci/digest.ts'
import { formatReference, formatRepository, type Reference } from '../oci/reference.ts'
import type { RegistryClient } from '../registry/client.ts'
import type { Repository } from '../registry/repository.ts'
import { toErrorReport } from '../report/error-report.ts'
import type { PublishedTag } from '../report/listing.ts'
import { listImageContent, type ImageContent } from './image-content.ts'

const transfersAtOnce = 4

export interface PublishOptions {
  readonly client: RegistryClient
  readonly source: ImageSource
  /** What the tags will point at. */
  readonly root: Document<unknown>
  /** Where the source is a registry: nothing is sent to it that it has. */
  readonly from?: Repository
  /** References with tags, each once. */
  readonly tags: readonly Reference[]
  /** Nothing is written. */
  readonly isDryRun: boolean
  readonly signal: AbortSignal
  readonly onProgress: (message: string) => void
}

export interface PublishResult {
  readonly tags: readonly PublishedTag[]
  /** Bytes of blobs that were sent. */
  readonly sentBytes: number
}

/**
 * Makes tags point at an image: everything it needs first, in every repository, then all tags, then reads back what is
 * there. One tag that cannot be made takes nothing from the others, and a second call completes the first.
 * @throws HarnessError what keeps the content from being sent; no tag was touched then
 */
export async function publishImage(options: PublishOptions): Promise<PublishResult> {
  const { client, source, root, tags, signal, isDryRun } = options
  const before = await Promise.all(tags.map((tag) => readTag(client, tag, signal)))
  if (isDryRun) {
    return {
      sentBytes: 0,
      tags: tags.map((tag, at) => describeTag(tag, before[at], isAt(before[at], root) ? 'unchanged' : 'planned')),
    }
  }
  const content = await listImageContent(source, root, signal)
  let sentBytes = 0
  for (const repository of distinctRepositories(tags)) sentBytes += await sendContent(repository, content, options)
  const published: PublishedTag[] = []
  for (const [at, tag] of tags.entries()) published.push(await publishTag(tag, before[at], options))
  await readBack(content, published, options)
  return { tags: published, sentBytes }
}

function describeTag(
  tag: Reference,
  previous: Digest | undefined,
  state: PublishedTag['state'],
  error?: HarnessError,
): PublishedTag {
  return {
    reference: formatReference(tag),
    state,
    ...(previous === undefined ? {} : { previous }),
    ...(error === undefined ? {} : { error: toErrorReport(error) }),
  }
}

function isAt(digest: Digest | undefined, root: Document<unknown>): boolean {
  return digest === root.digest
}

async function readTag(client: RegistryClient, tag: Reference, signal: AbortSignal): Promise<Digest | undefined> {
  try {
    return (await client.getRoot(tag, signal)).digest
  } catch (error) {
    if (error instanceof HarnessError && error.code === 'image-not-found') return undefined
    throw error
  }
}

function distinctRepositories(tags: readonly Reference[]): readonly Repository[] {
  return [...new Map(tags.map((tag) => [formatRepository(tag), tag])).values()]
}

/** Sends what a repository lacks, and says how many bytes of blobs that were. */
async function sendContent(
  repository: Repository,
  { blobs, manifests }: ImageContent,
  { client, source, root, from, signal, onProgress }: PublishOptions,
): Promise<number> {
  const isSame = from !== undefined && from.registry === repository.registry
  if (isSame && from.repository === repository.repository) return 0
  onProgress(`sending what ${formatRepository(repository)} lacks`)
  let sentBytes = 0
  const queue = createLayerQueue(transfersAtOnce)
  await Promise.all(
    blobs.map((blob) =>
      queue.run(async () => {
        const open = (): Promise<AsyncIterable<Uint8Array>> => {
          sentBytes += blob.sizeBytes
          return source.openBlob(blob, signal)
        }
        const { digest, sizeBytes } = blob
        await client.uploadBlob(
          repository,
          { digest, sizeBytes, open, ...(isSame ? { mountFrom: from.repository } : {}) },
          signal,
        )
      }, signal),
    ),
  )
  for (const { bytes, mediaType, digest } of manifests) {
    // The root is sent once for each tag.
    if (digest === root.digest) continue
    if ((await client.headManifest(repository, digest, signal)).state === 'missing') {
      await client.putManifest(repository, { bytes, mediaType }, signal)
    }
  }
  return sentBytes
}

/** Points a tag at the root, unless somebody else has moved it meanwhile. */
async function publishTag(
  tag: Reference,
  before: Digest | undefined,
  { client, root, signal }: PublishOptions,
): Promise<PublishedTag> {
  if (isAt(before, root)) return describeTag(tag, before, 'unchanged')
  try {
    const now = await readTag(client, tag, signal)
    if (now !== before) throw movedMeanwhile(tag, before, now)
    await client.putManifest(tag, { bytes: root.bytes, mediaType: root.mediaType, tag: tag.tag ?? 'latest' }, signal)
    return describeTag(tag, before, 'published')
  } catch (thrown) {
    return describeTag(tag, before, 'kept', toHarnessError(thrown))
  }
}

function movedMeanwhile(tag: Reference, before: Digest | undefined, now: Digest | undefined): HarnessError {
  const words = (digest: Digest | undefined): string => digest ?? 'nothing'
  return new HarnessError(
    'publish-refused',
    `${formatReference(tag)} was moved by someone else meanwhile, from ${words(before)} to ${words(now)}`,
    { hint: 'look at what is there now; publish again to replace it' },
  )
}

/** What is at the tags and below them is what was sent, or it is said. */
async function readBack(content: ImageContent, published: PublishedTag[], options: PublishOptions): Promise<void> {
  const { client, tags, root, signal } = options
  const missing = new Map<string, Promise<Digest | undefined>>()
  for (const [at, result] of published.entries()) {
    const tag = tags[at]
    if (tag === undefined || result.state === 'kept') continue
    const repository = formatRepository(tag)
    if (!missing.has(repository)) missing.set(repository, findMissing(tag, content, root, client, signal))
    try {
      const there = await readTag(client, tag, signal)
      if (there !== root.digest) throw movedMeanwhile(tag, root.digest, there)
      const absent = await missing.get(repository)
      if (absent !== undefined) throw incomplete(tag, absent)
    } catch (thrown) {
      published[at] = { ...result, error: toErrorReport(toHarnessError(thrown)) }
    }
  }
}

async function findMissing(
  repository: Repository,
  { blobs, manifests }: ImageContent,
  root: Document<unknown>,
  client: RegistryClient,
  signal: AbortSignal,
): Promise<Digest | undefined> {
  const queue = createLayerQueue(transfersAtOnce)
  const children = manifests.filter(({ digest }) => digest !== root.digest)
  const found = await Promise.all([
    ...children.map(({ digest }) =>
      queue.run(async () => [digest, await client.headManifest(repository, digest, signal)] as const),
    ),
    ...blobs.map(({ digest }) =>
      queue.run(async () => [digest, await client.headBlob(repository, digest, signal)] as const),
    ),
  ])
  return found.find(([, { state }]) => state === 'missing')?.[0]
}

function incomplete(tag: Reference, digest: Digest): HarnessError {
  return new HarnessError(
    'content-missing',
    `${formatReference(tag)} was published, and the registry lacks ${digest} of it`,
    {
      hint: 'publish again; where that does not help, the registry loses content',
    },
  )
}
