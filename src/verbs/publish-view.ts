import { planTags, publishImages, type PublishResult } from '../build/publish.ts'
import { checkPushRights } from '../build/push-rights.ts'
import { readTags, type TagState } from '../build/tag-state.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import type { ImageView } from '../image/view.ts'
import type { Reference } from '../oci/reference.ts'
import type { RegistryClient } from '../registry/client.ts'
import type { VerbContext } from './context.ts'

export interface Publishing {
  readonly config: ResolvedConfig
  readonly context: VerbContext
  readonly client: RegistryClient
}

/**
 * What tags point at, of registries that let us push.
 * @throws HarnessError what keeps the tags from being made
 */
export async function lookAhead(tags: readonly Reference[], { context, client }: Publishing): Promise<TagState> {
  await checkPushRights(client, tags, context.signal)
  return readTags(client, tags, context.signal)
}

/** An image, and what is to point at it. */
export interface TaggedView {
  readonly view: ImageView
  readonly tags: readonly Reference[]
}

/**
 * Makes tags point at images, or says what would be: of each image in the order given.
 * @throws HarnessError what keeps the content from being sent; no tag was touched then
 */
export async function publishViews(
  images: readonly TaggedView[],
  before: TagState,
  { config, context: { signal, onEvent }, client }: Publishing,
): Promise<readonly PublishResult[]> {
  if (config.isDryRun) return images.map(({ view, tags }) => planTags(view.root, tags, before))
  const onProgress = (message: string): void => onEvent({ kind: 'notice', message })
  return publishImages(
    images.map(({ view: { source, root }, tags }) => ({ client, source, root, tags, before, signal, onProgress })),
  )
}
