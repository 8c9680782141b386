import { isDigest, type Digest } from '../../src/oci/digest.ts'
import { type ImageContent, type StoredBlob, uniqueText } from './content.ts'

/** A registry that test images are put into: the real one, or one that lives in the test. */
export interface ImageRegistry {
  /** `127.0.0.1:5000`, without a scheme. */
  readonly address: string
  putBlob(repository: string, blob: StoredBlob): Promise<void>
  putManifest(repository: string, reference: string, document: StoredBlob): Promise<void>
  deleteBlob(repository: string, digest: Digest): Promise<void>
  deleteManifest(repository: string, digest: Digest): Promise<void>
}

export interface PushedImage {
  /** `127.0.0.1:5000/everyarch/good-1f2e…:test`. */
  readonly reference: string
  /** The reference without the tag: what a digest is pulled by. */
  readonly repository: string
  /** Of the index or manifest the tag names. */
  readonly digest: Digest
  readonly content: ImageContent
  /** The digest an index lists for a platform, as the index spells it; the first where there are several. */
  readonly manifests: Readonly<Record<string, Digest>>
  deleteManifest(digest: Digest): Promise<void>
  deleteBlob(digest: Digest): Promise<void>
}

/** Pushes everything `content` needs and then itself, into a repository no other test has. */
export async function pushImage(registry: ImageRegistry, content: ImageContent, name = 'image'): Promise<PushedImage> {
  const path = `everyarch/${name}-${uniqueText().slice(0, 12)}`
  await pushContent(registry, path, content, 'test')
  const repository = `${registry.address}/${path}`
  return {
    reference: `${repository}:test`,
    repository,
    digest: content.document.digest,
    content,
    manifests: listedManifests(content),
    deleteManifest: (digest) => registry.deleteManifest(path, digest),
    deleteBlob: (digest) => registry.deleteBlob(path, digest),
  }
}

async function pushContent(
  registry: ImageRegistry,
  repository: string,
  content: ImageContent,
  reference: string,
): Promise<void> {
  await Promise.all([
    ...content.children.map((child) => pushContent(registry, repository, child, child.document.digest)),
    ...content.blobs.map((blob) => registry.putBlob(repository, blob)),
  ])
  await registry.putManifest(repository, reference, content.document)
}

function listedManifests(content: ImageContent): Record<string, Digest> {
  const found: Record<string, Digest> = {}
  if (content.children.length === 0) return found
  for (const { digest, platform } of parseDescriptors(content.document.bytes)) {
    if (platform !== undefined) found[platform] ??= digest
  }
  return found
}

function parseDescriptors(bytes: Uint8Array): readonly { readonly digest: Digest; readonly platform?: string }[] {
  const index: unknown = JSON.parse(Buffer.from(bytes).toString())
  const manifests = field(index, 'manifests')
  if (!Array.isArray(manifests)) return []
  return manifests.flatMap((entry: unknown) => {
    const digest = field(entry, 'digest')
    if (!isDigest(digest)) return []
    const platform = field(entry, 'platform')
    const words = ['os', 'architecture', 'variant'].map((name) => field(platform, name))
    const spelled = words.filter((word) => typeof word === 'string').join('/')
    return [{ digest, ...(spelled === '' ? {} : { platform: spelled }) }]
  })
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
