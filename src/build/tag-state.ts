import { HarnessError } from '../errors.ts'
import type { Digest } from '../oci/digest.ts'
import { formatReference, type Reference } from '../oci/reference.ts'
import type { RegistryClient } from '../registry/client.ts'

/** What tags point at; nothing where one does not exist. */
export type TagState = ReadonlyMap<string, Digest | undefined>

/** Asks the registries what tags point at. @throws HarnessError what the registry says */
export async function readTags(
  client: RegistryClient,
  tags: readonly Reference[],
  signal?: AbortSignal,
): Promise<TagState> {
  const read = async (tag: Reference) => [formatReference(tag), await readTag(client, tag, signal)] as const
  return new Map(await Promise.all(tags.map(read)))
}

/** What one tag points at now. @throws HarnessError what the registry says */
export async function readTag(
  client: RegistryClient,
  tag: Reference,
  signal?: AbortSignal,
): Promise<Digest | undefined> {
  const found = await client.headManifest(tag, tag.tag ?? 'latest', signal)
  if (found.state === 'missing') return undefined
  if (found.digest !== undefined) return found.digest
  try {
    return (await client.getManifest(tag, tag.tag ?? 'latest', signal)).digest
  } catch (error) {
    if (error instanceof HarnessError && error.code === 'image-not-found') return undefined
    throw error
  }
}
