import { HarnessError } from '../errors.ts'
import type { ImageSource } from '../image/source.ts'
import type { ImageView } from '../image/view.ts'
import type { Descriptor, Document } from '../oci/descriptor.ts'
import type { Digest } from '../oci/digest.ts'
import type { IndexAnnotation } from './assemble-annotation.ts'
import { assembleIndex, type IndexPart } from './assemble-index.ts'
import { createAssembledSource } from './assembled-source.ts'

export interface AssembledImage {
  /** Closing it closes those of the parts. */
  readonly source: ImageSource
  /** What was decided where the parts do not agree: sentences for the user. */
  readonly notices: readonly string[]
}

/**
 * Makes one index of several images: single manifests, or indexes such as buildx makes for one platform and its
 * attestation. Nothing is written anywhere; everything but the index stays where it is.
 * @throws HarnessError `image-unsupported` where they cannot be in one index, `usage-invalid` for annotations, or what
 * the sources say
 */
export async function assembleImage(
  views: readonly ImageView[],
  annotations: readonly IndexAnnotation[] = [],
): Promise<AssembledImage> {
  const parts = await Promise.all(views.map(readIndexPart))
  const { document, notices } = assembleIndex(parts, annotations)
  const [only, ...others] = views
  // One index is one already: whatever else it says is kept.
  const isWhole = only?.index !== undefined && others.length === 0 && annotations.length === 0
  const root: Document<unknown> = isWhole ? only.root : document
  const holders = new Map<Digest, ImageSource>()
  for (const [at, { entries }] of parts.entries()) {
    const source = views[at]?.source
    for (const { digest } of entries) if (source !== undefined && !holders.has(digest)) holders.set(digest, source)
  }
  const name = `assemble:${views.map(nameOf).join(',')}`
  return { source: createAssembledSource({ name, root, holders, sources: views.map(({ source }) => source) }), notices }
}

/** By digest where there is one to pull: who reads the name later is to find the same. */
function nameOf({ source, root }: ImageView): string {
  return source.repository === undefined ? source.name : `${source.repository}@${root.digest}`
}

async function readIndexPart(view: ImageView): Promise<IndexPart> {
  const { source, kind, index, images, nested } = view
  const { name } = source
  if (kind === 'schema1') {
    throw refused(
      name,
      'is a manifest of schema 1, which no index lists',
      'build it again, or copy it with a tool that converts it',
    )
  }
  if (source.partial !== undefined) {
    throw refused(name, 'is in a store that does not give its content', 'push it to a registry and name it there')
  }
  const [inner] = nested
  if (inner !== undefined) {
    const { digest } = inner.descriptor
    throw refused(name, `has an index inside it, ${digest}`, 'name the images in it, or that index, by digest')
  }
  const platformOf = new Map(
    await Promise.all(images.map(async ({ descriptor, readPlatform }) => [descriptor, await readPlatform()] as const)),
  )
  const withPlatform = (entry: Descriptor): Descriptor => {
    const platform = entry.platform ?? platformOf.get(entry)
    return platform === undefined ? entry : { ...entry, platform }
  }
  const entries = index?.manifests ?? images.map(({ descriptor }) => descriptor)
  return {
    name,
    entries: entries.map(withPlatform),
    ...(index?.annotations === undefined ? {} : { annotations: index.annotations }),
  }
}

function refused(name: string, problem: string, hint: string): HarnessError {
  return new HarnessError('image-unsupported', `${name} ${problem}`, { hint })
}
