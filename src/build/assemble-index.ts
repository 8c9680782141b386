import { HarnessError } from '../errors.ts'
import { isAttestation } from '../oci/attestation.ts'
import type { Descriptor, Document } from '../oci/descriptor.ts'
import type { Digest } from '../oci/digest.ts'
import type { ImageIndex } from '../oci/image-index.ts'
import { mediaTypes } from '../oci/media-type.ts'
import { formatPlatform, isSamePlatform, isUnknownPlatform, type Platform } from '../oci/platform.ts'
import { quoteText } from '../oci/quote.ts'
import type { IndexAnnotation } from './assemble-annotation.ts'
import { writeImageIndex } from './write-index.ts'

/** What one image adds to an index. */
export interface IndexPart {
  /** As the user named it. */
  readonly name: string
  /** Images with their platforms, and what was beside them. */
  readonly entries: readonly Descriptor[]
  /** Of its index as a whole. */
  readonly annotations?: Readonly<Record<string, string>>
}

export interface AssembledIndex {
  readonly document: Document<unknown>
  /** What was decided where the parts do not agree: sentences for the user. */
  readonly notices: readonly string[]
}

/**
 * Makes one index of several images, entry by entry as `docker buildx imagetools create` does, in the order they are
 * named in, and keeps the annotations of their indexes too, which that leaves out.
 * @throws HarnessError `image-unsupported` where two parts cannot be in one index, `usage-invalid` for annotations
 */
export function assembleIndex(parts: readonly IndexPart[], wanted: readonly IndexAnnotation[] = []): AssembledIndex {
  const notices: string[] = []
  const entries = annotateEntries(mergeEntries(parts, notices), wanted)
  const annotations = mergeAnnotations(
    parts.flatMap(({ name, annotations: own }) =>
      Object.entries(own ?? {}).map(([key, value]) => ({ name, key, value })),
    ),
    wanted.filter(({ on }) => on === 'index'),
    notices,
  )
  const mediaType = chooseMediaType(entries, annotations.size > 0 || wanted.length > 0, notices)
  const index: ImageIndex = {
    mediaType,
    manifests: entries,
    ...(annotations.size === 0 ? {} : { annotations: Object.fromEntries(annotations) }),
  }
  return { document: writeImageIndex(index), notices }
}

/** Each manifest once, each platform once. */
function mergeEntries(parts: readonly IndexPart[], notices: string[]): readonly Descriptor[] {
  const merged = new Map<Digest, Descriptor>()
  const holders = new Map<string, { readonly name: string; readonly digest: Digest }>()
  for (const { name, entries } of parts) {
    for (const entry of entries) {
      const { digest } = entry
      const platform = runnablePlatform(entry)
      const known = merged.get(digest)
      if (known !== undefined) {
        requireSamePlatform(known, entry, name)
        if (platform !== undefined) notices.push(`${digest} of ${name} is there already, and is kept once`)
        merged.set(digest, withAnnotations(known, entry.annotations ?? {}))
        continue
      }
      merged.set(digest, entry)
      if (platform === undefined) continue
      const key = formatPlatform(platform)
      const other = holders.get(key)
      if (other !== undefined) throw twoImages(key, other, { name, digest })
      holders.set(key, { name, digest })
    }
  }
  return [...merged.values()]
}

/** The platform that a client chooses the entry by; undefined for attestations and the like. */
function runnablePlatform(entry: Descriptor): Platform | undefined {
  const { platform } = entry
  return platform === undefined || isAttestation(entry) || isUnknownPlatform(platform) ? undefined : platform
}

function twoImages(
  platform: string,
  first: { readonly name: string; readonly digest: Digest },
  second: { readonly name: string; readonly digest: Digest },
): HarnessError {
  const words = ({ name, digest }: typeof first): string => (name.endsWith(digest) ? name : `${name} (${digest})`)
  return new HarnessError(
    'image-unsupported',
    `there are two images for ${platform}: ${words(first)} and ${words(second)}`,
    { hint: 'an index has one image for each platform: leave one of them out' },
  )
}

function requireSamePlatform({ platform: known, digest }: Descriptor, { platform }: Descriptor, name: string): void {
  if (known === undefined || platform === undefined || isSamePlatform(known, platform)) return
  throw new HarnessError(
    'image-unsupported',
    `${digest} is ${formatPlatform(known)} at first, and ${formatPlatform(platform)} in ${name}`,
    { hint: 'one manifest is the image of one platform: build the other one' },
  )
}

function withAnnotations(entry: Descriptor, added: Readonly<Record<string, string>>): Descriptor {
  if (Object.keys(added).length === 0) return entry
  return {
    ...entry,
    annotations: Object.fromEntries([...Object.entries(entry.annotations ?? {}), ...Object.entries(added)]),
  }
}

function annotateEntries(entries: readonly Descriptor[], wanted: readonly IndexAnnotation[]): readonly Descriptor[] {
  let annotated = entries
  for (const { on, platform, key, value } of wanted) {
    if (on !== 'manifest-descriptor') continue
    const isMeant = (entry: Descriptor): boolean =>
      platform === undefined || (entry.platform !== undefined && isSamePlatform(entry.platform, platform))
    if (platform !== undefined && !annotated.some(isMeant)) {
      throw new HarnessError('usage-invalid', `no image for ${formatPlatform(platform)} is there to annotate`, {
        hint: 'name a platform of the images that are put together',
      })
    }
    annotated = annotated.map((entry) => (isMeant(entry) ? withAnnotations(entry, { [key]: value }) : entry))
  }
  return annotated
}

/** Of all indexes: the last one's word counts, and what the user asks for counts more. */
function mergeAnnotations(
  ofParts: readonly { readonly name: string; readonly key: string; readonly value: string }[],
  wanted: readonly IndexAnnotation[],
  notices: string[],
): ReadonlyMap<string, string> {
  const asked = new Map(wanted.map(({ key, value }) => [key, value]))
  const merged = new Map<string, string>()
  for (const { name, key, value } of ofParts) {
    const before = merged.get(key)
    if (before !== undefined && before !== value && !asked.has(key)) {
      notices.push(
        `annotation ${quoteText(key)} is ${quoteText(before)} and ${quoteText(value)}: that of ${name} is kept; --annotation 'index:${key}=…' chooses`,
      )
    }
    merged.set(key, value)
  }
  return new Map([...merged, ...asked])
}

/** Docker's manifest list where all is Docker's: it has no annotations, and an OCI index may list the same manifests. */
function chooseMediaType(entries: readonly Descriptor[], isAnnotated: boolean, notices: string[]): string {
  const docker = entries.filter(({ mediaType }) => mediaType.startsWith('application/vnd.docker.')).length
  if (docker === entries.length && !isAnnotated) return mediaTypes.dockerManifestList
  if (docker > 0) {
    const why =
      docker === entries.length ? "as Docker's manifest list has no annotations" : 'as they are not all of one kind'
    notices.push(`manifests of Docker's format are listed by an OCI index, ${why}`)
  }
  return mediaTypes.ociIndex
}
