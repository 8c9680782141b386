import { HarnessError } from '../errors.ts'
import { isDigest, type Digest } from '../oci/digest.ts'
import { quoteText } from '../oci/quote.ts'
import { parseReference, type Reference } from '../oci/reference.ts'

/** Which image of several in a layout or archive: by the name it has there, by its place, or by its digest. */
export type WantedImage =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'position'; readonly position: number }
  | { readonly kind: 'digest'; readonly digest: Digest }

/** An image in a folder or file of this machine. */
export interface LocalImageName {
  readonly transport: 'oci' | 'oci-archive' | 'docker-archive'
  /** As written: relative to the working directory, or absolute. */
  readonly path: string
  /** Absent where the layout or archive has but one. */
  readonly wanted?: WantedImage
}

/** Where the image that a user named is, and what it is called there. */
export type ImageName =
  | { readonly transport: 'registry'; readonly reference: Reference }
  | LocalImageName
  /** In an engine's store, by a reference or an image's id, as its engine knows it. */
  | { readonly transport: 'docker-daemon'; readonly reference: string }
  /** Nowhere yet: an index of images that are, by the names the user gave them. */
  | { readonly transport: 'assemble'; readonly parts: readonly string[] }

/** How many images make one index. */
const maxParts = 100

const localTransports = ['oci', 'oci-archive', 'docker-archive'] as const

/** Transports that other tools know, and what to do instead. */
const otherTransports: Readonly<Record<string, string>> = {
  build: 'what was built is gone: build it again with --publish, or with --tag, so that it waits in the registry',
  'containers-storage': 'export it: podman save --format oci-archive -o FILE IMAGE, then name oci-archive:FILE',
  dir: 'copy it: skopeo copy --all dir:DIR oci:LAYOUT, then name oci:LAYOUT',
  ostree: 'copy it into an OCI layout and name oci:DIR',
  sif: 'name the image it was made from',
  tarball: 'import it first, then name the image',
}

/**
 * An image as a user names it: a reference, or one of skopeo's transports: `oci:DIR[:NAME]`, `oci-archive:FILE[:NAME]`,
 * `docker-archive:FILE[:NAME]`, `docker-daemon:REFERENCE`. A name in a layout may also be `@0`, its place, and
 * `oci:DIR@sha256:…` names one by digest. `assemble:IMAGE,IMAGE` is the index of several.
 * https://github.com/containers/image/blob/main/docs/containers-transports.5.md
 *
 * @throws HarnessError `reference-invalid`
 */
export function parseImageName(text: string): ImageName {
  const colon = text.indexOf(':')
  const prefix = text.slice(0, Math.max(colon, 0))
  const rest = text.slice(colon + 1)
  const local = localTransports.find((name) => name === prefix)
  if (local !== undefined) return parseLocal(local, rest, text)
  if (prefix === 'docker-daemon') {
    if (rest === '') throw invalid(text, 'it names no image', 'write docker-daemon:REPOSITORY:TAG')
    if (!isDigest(rest)) parseReference(rest)
    return { transport: prefix, reference: rest }
  }
  if (prefix === 'assemble') return parseAssembled(rest, text)
  if (prefix === 'docker' && rest.startsWith('//')) return parseImageName(rest.slice(2))
  const advice = Object.hasOwn(otherTransports, prefix) ? otherTransports[prefix] : undefined
  // `dir:1` may well be a repository and a tag; a path cannot.
  if (advice !== undefined && /[/.\\#]|^-$/.test(rest)) throw invalid(text, `${prefix}: cannot be read here`, advice)
  return { transport: 'registry', reference: parseReference(text) }
}

function parseLocal(transport: LocalImageName['transport'], rest: string, text: string): LocalImageName {
  const at = rest.lastIndexOf('@')
  const digest = rest.slice(at + 1)
  if (at > 0 && isDigest(digest)) return { transport, path: rest.slice(0, at), wanted: { kind: 'digest', digest } }
  // The colon behind a drive's letter is part of the path.
  const colon = rest.indexOf(':', /^[a-z]:[\\/]/i.test(rest) ? 2 : 0)
  const path = colon === -1 ? rest : rest.slice(0, colon)
  if (path === '') {
    const what = transport === 'oci' ? 'folder' : 'file'
    throw invalid(text, `it names no ${what}`, `write ${transport}:${what.toUpperCase()}`)
  }
  return colon === -1 ? { transport, path } : { transport, path, wanted: parseWanted(rest.slice(colon + 1), text) }
}

function parseAssembled(rest: string, text: string): ImageName {
  const hint = 'write assemble:REPOSITORY@sha256:…,REPOSITORY@sha256:…'
  const parts = rest.split(',').map((part) => part.trim())
  if (parts.includes('')) throw invalid(text, 'it names no image between two commas', hint)
  if (parts.length > maxParts)
    throw invalid(text, `it names ${parts.length} images, and ${maxParts} are the most`, hint)
  for (const part of parts) {
    const { transport } = parseImageName(part)
    if (transport === 'assemble' || transport === 'docker-daemon')
      throw invalid(text, `${transport}: cannot be part of another image`, hint)
  }
  return { transport: 'assemble', parts: [...new Set(parts)] }
}

function parseWanted(name: string, text: string): WantedImage {
  if (name === '') throw invalid(text, 'there is nothing after the last colon', 'leave it out, or name an image in it')
  if (!name.startsWith('@')) return { kind: 'name', name }
  if (!/^@[0-9]{1,6}$/.test(name)) throw invalid(text, `${quoteText(name)} is no place`, 'the first image is @0')
  return { kind: 'position', position: Number(name.slice(1)) }
}

function invalid(text: string, problem: string, hint: string): HarnessError {
  return new HarnessError('reference-invalid', `${quoteText(text)} is not an image: ${problem}`, { hint })
}
