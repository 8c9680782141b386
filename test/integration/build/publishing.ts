import type { IncomingMessage } from 'node:http'
import { onTestFinished } from 'vitest'
import { publishImage, type PublishResult } from '../../../src/build/publish.ts'
import { readTags } from '../../../src/build/tag-state.ts'
import { openRegistrySource } from '../../../src/image/registry-source.ts'
import type { Digest } from '../../../src/oci/digest.ts'
import { parseReference, type Reference } from '../../../src/oci/reference.ts'
import { createRegistryClient, type RegistryClient } from '../../../src/registry/client.ts'
import { uniqueText, type ImageContent } from '../../support/content.ts'
import { digestAt as readDigest } from '../../support/digest-at.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { image, index } from '../../support/image-builder.ts'
import { pushImage } from '../../support/image-registry.ts'
import { layer } from '../../support/layer.ts'
import { startRegistryProxy, type Decision, type RegistryProxy } from '../../support/registry-proxy.ts'
import { startStaticRegistry } from '../../support/static-registry.ts'

export const registry = openDistributionRegistry()

/** An index of two platforms that nobody has seen before. */
export async function freshIndex(): Promise<ImageContent> {
  const make = async (platform: string) =>
    image({ platform, layers: [await layer([{ path: 'app', text: uniqueText().repeat(500) }])] })
  return index([await make('linux/amd64'), await make('linux/arm64')])
}

/** The registry behind one that counts and may refuse, until the test ends. */
export async function proxied(
  decide?: (line: string, incoming: IncomingMessage) => Decision | Promise<Decision>,
): Promise<RegistryProxy> {
  const proxy = await startRegistryProxy(registry.address, decide)
  onTestFinished(() => proxy[Symbol.asyncDispose]())
  return proxy
}

export function newClient(): RegistryClient {
  const client = createRegistryClient({ retries: 0, timeoutMs: 5000 })
  onTestFinished(() => client.close())
  return client
}

/** `1`, `2` → references in a repository that no other test has. */
export function newTags(address: string, ...tags: readonly string[]): readonly Reference[] {
  const repository = `published/app-${uniqueText().slice(0, 12)}`
  return tags.map((tag) => parseReference(`${address}/${repository}:${tag}`))
}

export interface Publishing {
  readonly content?: ImageContent
  /** What the tags are taken to have pointed at; @default what they point at */
  readonly before?: ReadonlyMap<string, Digest | undefined>
  readonly signal?: AbortSignal
}

/** Publishes an image of a registry that has nothing in common with where it goes. */
export async function publishTo(tags: readonly Reference[], options: Publishing = {}): Promise<PublishResult> {
  const { content = await freshIndex(), signal = new AbortController().signal } = options
  await using origin = await startStaticRegistry()
  const { repository, digest } = await pushImage(origin, content)
  const client = newClient()
  const from = parseReference(`${repository}@${digest}`)
  const source = openRegistrySource(client, from, repository)
  const root = await source.readRoot()
  const before = options.before ?? (await readTags(client, tags))
  return await publishImage({ client, source, root, tags, before, signal, onProgress: () => {} })
}

/** What is at a tag of the registry itself. */
export async function digestAt({ repository, tag = '' }: Reference): Promise<string | null> {
  return readDigest(`${registry.address}/${repository}:${tag}`)
}

/** Somebody else pushes: the tag points at something of theirs. */
export async function pushByOther({ repository, tag = '' }: Reference): Promise<string> {
  const theirs = index([])
  const { bytes, mediaType, digest } = { ...theirs.document, bytes: theirs.document.bytes }
  await registry.putManifest(repository, tag, { bytes, mediaType, digest })
  return digest
}
