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
 * Makes tags point at an image: everything it needs first, in every repository, then all tags, then reads back what is
 * there. One tag that cannot be made takes nothing from the others, and a second call completes the first.
 * @throws HarnessError what keeps the content from being sent; no tag was touched then
 */
export async function publishImage(options: PublishOptions): Promise<PublishResult> {
  const { source, root, tags, before, signal } = options
  const content = await listImageContent(source, root, signal)
  const sentBytes = await sendEverywhere(content, options)
  const queue = createLayerQueue(transfersAtOnce)
  const set = await Promise.all(
    tags.map(async (tag) => {
      const result = await queue.run(() => setTag(tag, before.get(formatReference(tag)), options))
      return [tag, result] as const
    }),
  )
  const read = await readBack(set, { ...options, content })
  return { state: read.every(isMade) && read.every(isReadBack) ? 'published' : 'incomplete', tags: read, sentBytes }
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
