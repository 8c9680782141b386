import { HarnessError, toHarnessError } from '../errors.ts'
import { createLayerQueue } from '../image/layer-queue.ts'
import type { Document } from '../oci/descriptor.ts'
import type { Digest } from '../oci/digest.ts'
import { formatReference, formatRepository, type Reference } from '../oci/reference.ts'
import type { RegistryClient } from '../registry/client.ts'
import type { Repository } from '../registry/repository.ts'
import { toErrorReport } from '../report/error-report.ts'
import type { PublishedTag } from '../report/report.ts'
import type { ImageContent } from './image-content.ts'
import { transfersAtOnce } from './send-content.ts'
import { movedMeanwhile } from './set-tag.ts'

export interface ReadBackOptions {
  readonly client: RegistryClient
  readonly root: Document<unknown>
  readonly content: ImageContent
  readonly signal: AbortSignal
}

/** Looks at the tags that were made, and at all that is below them: what is not as it was sent is said of the tag. */
export async function readBack(
  tags: readonly (readonly [Reference, PublishedTag])[],
  options: ReadBackOptions,
): Promise<readonly PublishedTag[]> {
  const checked = new Map<string, Promise<Digest | undefined>>()
  const findMissingOnce = (tag: Reference): Promise<Digest | undefined> => {
    const repository = formatRepository(tag)
    const found = checked.get(repository) ?? findMissing(tag, options)
    checked.set(repository, found)
    return found
  }
  return Promise.all(
    tags.map(async ([tag, result]) => {
      if (result.state !== 'published' && result.state !== 'unchanged') return result
      try {
        await requireRoot(tag, options)
        const missing = await findMissingOnce(tag)
        if (missing !== undefined) throw incomplete(tag, missing)
        return result
      } catch (thrown) {
        return { ...result, error: toErrorReport(toHarnessError(thrown)) }
      }
    }),
  )
}

/** The bytes at the tag, hashed. */
async function requireRoot(tag: Reference, { client, root, signal }: ReadBackOptions): Promise<void> {
  const { digest } = await client.getManifest(tag, tag.tag ?? 'latest', signal)
  if (digest !== root.digest) throw movedMeanwhile(tag, root.digest, digest)
}

/** Of the content of a repository, what is not there or not as long as it was; manifests are read and hashed. */
async function findMissing(
  repository: Repository,
  { client, root, content, signal }: ReadBackOptions,
): Promise<Digest | undefined> {
  const queue = createLayerQueue(transfersAtOnce)
  const children = content.manifests.filter(({ digest }) => digest !== root.digest)
  const found = await Promise.all([
    ...children.map(({ digest }) =>
      queue.run(async () => ((await isReadable(repository, digest, client, signal)) ? undefined : digest), signal),
    ),
    ...content.blobs.map(({ digest, sizeBytes }) =>
      queue.run(async () => {
        const held = await client.headBlob(repository, digest, signal)
        return held.state === 'present' && (held.sizeBytes ?? sizeBytes) === sizeBytes ? undefined : digest
      }, signal),
    ),
  ])
  return found.find((digest) => digest !== undefined)
}

async function isReadable(
  repository: Repository,
  digest: Digest,
  client: RegistryClient,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await client.getManifest(repository, digest, signal)
    return true
  } catch (error) {
    if (error instanceof HarnessError && error.code === 'content-missing') return false
    throw error
  }
}

function incomplete(tag: Reference, digest: Digest): HarnessError {
  return new HarnessError(
    'content-missing',
    `${formatReference(tag)} was published, and the registry does not hold ${digest} of it as it was sent`,
    { hint: 'publish again; where that does not help, the registry loses content' },
  )
}
