import { HarnessError } from '../errors.ts'
import type { ImageSource, Presence } from '../image/source.ts'
import type { Descriptor, Document } from '../oci/descriptor.ts'
import type { Digest } from '../oci/digest.ts'
import { parseImageManifest } from '../oci/image-manifest.ts'
import { isManifestType } from '../oci/media-type.ts'

export interface AssembledSourceOptions {
  readonly name: string
  /** The index: it is in none of the sources. */
  readonly root: Document<unknown>
  /** Of what the index lists, by digest. */
  readonly holders: ReadonlyMap<Digest, ImageSource>
  readonly sources: readonly ImageSource[]
}

/** An index in memory over images that are where they were: each manifest and blob is read from the source that has it. */
export function createAssembledSource({ name, root, holders, sources }: AssembledSourceOptions): ImageSource {
  const holderOf = new Map<Digest, ImageSource>(holders)
  const [first, ...others] = new Set(sources.map(({ repository }) => repository))
  const find = async (
    digest: Digest,
    check: (source: ImageSource) => Promise<Presence>,
  ): Promise<{ readonly source: ImageSource; readonly presence: Presence } | undefined> => {
    const known = holderOf.get(digest)
    for (const source of known === undefined ? sources : [known]) {
      const presence = await check(source)
      if (presence.state === 'present') return { source, presence }
    }
    return undefined
  }
  const holding = async ({ digest }: Descriptor, check: typeof checkBlobOf, signal?: AbortSignal) => {
    const source = holderOf.get(digest) ?? (await find(digest, (it) => check(it, digest, signal)))?.source
    if (source !== undefined) return source
    throw new HarnessError('content-missing', `none of the images of ${name} holds ${digest}`)
  }
  return {
    name,
    ...(first === undefined || others.length > 0 ? {} : { repository: first }),
    repositoryOf: (digest) => holderOf.get(digest)?.repository,
    readRoot: async () => root,
    readManifest: async (descriptor, signal) => {
      if (descriptor.digest === root.digest) return root
      const source = await holding(descriptor, checkManifestOf, signal)
      const document = await source.readManifest(descriptor, signal)
      for (const digest of listBlobs(document)) if (!holderOf.has(digest)) holderOf.set(digest, source)
      return document
    },
    readBlob: async (descriptor, maxBytes, signal) =>
      (await holding(descriptor, checkBlobOf, signal)).readBlob(descriptor, maxBytes, signal),
    openBlob: async (descriptor, signal) =>
      (await holding(descriptor, checkBlobOf, signal)).openBlob(descriptor, signal),
    checkManifest: async (digest, signal) => {
      if (digest === root.digest) return { state: 'present', sizeBytes: root.bytes.byteLength }
      return (await find(digest, (it) => it.checkManifest(digest, signal)))?.presence ?? { state: 'missing' }
    },
    checkBlob: async (digest, signal) =>
      (await find(digest, (it) => it.checkBlob(digest, signal)))?.presence ?? { state: 'missing' },
    close: async () => void (await Promise.all(sources.map((source) => source.close()))),
  }
}

function checkBlobOf(source: ImageSource, digest: Digest, signal?: AbortSignal): Promise<Presence> {
  return source.checkBlob(digest, signal)
}

function checkManifestOf(source: ImageSource, digest: Digest, signal?: AbortSignal): Promise<Presence> {
  return source.checkManifest(digest, signal)
}

/** What a manifest is made of is where the manifest is; one that cannot be read says nothing. */
function listBlobs({ mediaType, value }: Document<unknown>): readonly Digest[] {
  if (!isManifestType(mediaType)) return []
  try {
    const { config, layers } = parseImageManifest(value)
    return [config, ...layers].map(({ digest }) => digest)
  } catch {
    return []
  }
}
