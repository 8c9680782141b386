import type { ImageSource } from '../image/source.ts'
import { createLayerQueue } from '../image/layer-queue.ts'
import type { Document } from '../oci/descriptor.ts'
import { formatReference, formatRepository, type Reference } from '../oci/reference.ts'
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
  /** Where the source is a registry: nothing is sent to it that it has. */
  readonly from?: Repository
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

/** What is in one repository of a registry is mounted into the next, so that no byte is sent to a registry twice. */
async function sendEverywhere(
  content: ImageContent,
  { client, source, root, from, tags, signal, onProgress }: PublishOptions,
): Promise<number> {
  const holders = new Map<string, Repository>(from === undefined ? [] : [[from.registry, from]])
  let sentBytes = 0
  for (const repository of listRepositories(tags)) {
    const holder = holders.get(repository.registry)
    if (holder?.repository === repository.repository) continue
    onProgress(`sending what ${formatRepository(repository)} lacks`)
    const mount = holder === undefined ? {} : { holder }
    sentBytes += await sendContent(repository, content, { client, source, root: root.digest, signal, ...mount })
    holders.set(repository.registry, holder ?? repository)
  }
  return sentBytes
}

function isMade({ state }: PublishedTag): boolean {
  return state === 'published' || state === 'unchanged'
}

function isReadBack({ error }: PublishedTag): boolean {
  return error === undefined
}
