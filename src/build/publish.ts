import { HarnessError } from '../errors.ts'
import type { ImageSource } from '../image/source.ts'
import { createLayerQueue } from '../image/layer-queue.ts'
import type { Document } from '../oci/descriptor.ts'
import type { Digest } from '../oci/digest.ts'
import { formatReference, formatRepository, parseReference, type Reference } from '../oci/reference.ts'
import type { RegistryClient } from '../registry/client.ts'
import type { Repository } from '../registry/repository.ts'
import type { PublishedTag, PublishReport } from '../report/report.ts'
import { listImageContent, type ImageContent } from './image-content.ts'
import { listRepositories } from './push-rights.ts'
import { readBack } from './read-back.ts'
import { sendContent, transfersAtOnce } from './send-content.ts'
import { describeTag, setTag } from './set-tag.ts'
import type { TagState } from './tag-state.ts'

export interface PublishOptions {
  readonly client: RegistryClient
  readonly source: ImageSource
  /** What the tags will point at. */
  readonly root: Document<unknown>
  /** References with tags, each once. */
  readonly tags: readonly Reference[]
  /** What the tags pointed at when the work began: one that was moved since is left alone. */
  readonly before: TagState
  readonly signal: AbortSignal
  readonly onProgress: (message: string) => void
}

export type PublishResult = Pick<PublishReport, 'state' | 'tags' | 'sentBytes'>

/**
 * Makes tags point at one image.
 * @throws HarnessError what keeps the content from being sent; no tag was touched then
 */
export async function publishImage(options: PublishOptions): Promise<PublishResult> {
  const [result] = await publishImages([options])
  if (result === undefined) throw new HarnessError('internal', 'one image was published, and nothing came of it')
  return result
}

/**
 * Makes tags point at images: everything they need first, of all images, in every repository, then all tags, then reads
 * back what is there. One tag that cannot be made takes nothing from the others, and a second call completes the first.
 * @throws HarnessError what keeps the content from being sent; no tag was touched then
 */
export async function publishImages(images: readonly PublishOptions[]): Promise<readonly PublishResult[]> {
  const sent: SentImage[] = []
  for (const image of images) sent.push(await sendImage(image))
  const tagged: TaggedImage[] = []
  for (const image of sent) tagged.push({ ...image, set: await setTags(image) })
  const results: PublishResult[] = []
  for (const { set, sentBytes, ...image } of tagged) {
    const tags = await readBack(set, image)
    results.push({ state: tags.every(isMade) && tags.every(isReadBack) ? 'published' : 'incomplete', tags, sentBytes })
  }
  return results
}

interface SentImage extends PublishOptions {
  readonly content: ImageContent
  readonly sentBytes: number
}

interface TaggedImage extends SentImage {
  readonly set: readonly (readonly [Reference, PublishedTag])[]
}

async function sendImage(options: PublishOptions): Promise<SentImage> {
  const content = await listImageContent(options.source, options.root, options.signal)
  return { ...options, content, sentBytes: await sendEverywhere(content, options) }
}

async function setTags(image: SentImage): Promise<TaggedImage['set']> {
  const queue = createLayerQueue(transfersAtOnce)
  return Promise.all(
    image.tags.map(async (tag) => {
      const result = await queue.run(() => setTag(tag, image.before.get(formatReference(tag)), image))
      return [tag, result] as const
    }),
  )
}

/** Says what publishing would do, by what is there. */
export function planTags(root: Document<unknown>, tags: readonly Reference[], before: TagState): PublishResult {
  const planned = tags.map((tag) => {
    const now = before.get(formatReference(tag))
    return describeTag(tag, now, now === root.digest ? 'unchanged' : 'planned')
  })
  return { state: 'planned', tags: planned, sentBytes: 0 }
}

/** Nothing is sent to a registry that has it: it is mounted from one of its repositories into the next. */
async function sendEverywhere(
  content: ImageContent,
  { client, source, root, tags, signal, onProgress }: PublishOptions,
): Promise<number> {
  // Of each registry, a repository that has all of it.
  const holders = new Map<string, Repository>()
  const keep = (repository: Repository): void => void holders.set(repository.registry, repository)
  if (source.repository !== undefined) keep(parseReference(source.repository))
  let sentBytes = 0
  for (const repository of listRepositories(tags)) {
    const holder = holders.get(repository.registry)
    if (holder?.repository === repository.repository) continue
    onProgress(`sending what ${formatRepository(repository)} lacks`)
    const holderOf = (digest: Digest): string | undefined =>
      holder?.repository ?? siblingOf(repository, source.repositoryOf?.(digest))
    sentBytes += await sendContent(repository, content, { client, source, root: root.digest, holderOf, signal })
    if (holder === undefined) keep(repository)
  }
  return sentBytes
}

/** The path of a repository, if it is another one of the same registry. */
function siblingOf({ registry, repository }: Repository, name: string | undefined): string | undefined {
  if (name === undefined) return undefined
  const other = parseReference(name)
  return other.registry === registry && other.repository !== repository ? other.repository : undefined
}

function isMade({ state }: PublishedTag): boolean {
  return state === 'published' || state === 'unchanged'
}

function isReadBack({ error }: PublishedTag): boolean {
  return error === undefined
}
