import { HarnessError } from '../errors.ts'
import type { Descriptor } from '../oci/descriptor.ts'
import type { ImageIndex } from '../oci/image-index.ts'
import { quoteText } from '../oci/quote.ts'
import { formatReference, parseReference } from '../oci/reference.ts'
import type { WantedImage } from './image-name.ts'

/** https://github.com/opencontainers/image-spec/blob/v1.1.1/annotations.md#pre-defined-annotation-keys */
const refName = 'org.opencontainers.image.ref.name'
/** The whole reference, where BuildKit, Docker and containerd wrote the layout. */
const imageName = 'io.containerd.image.name'

/** The entry a layout's `index.json` is opened for; `index` where the file itself is the image's index. */
export type SelectedRoot = Descriptor | 'index'

/**
 * One image is the answer. Several without names are the platforms of one image, whose index is the file itself; several
 * with names need one to be named.
 *
 * @throws HarnessError `image-not-found`, listing the names there are
 */
export function selectRoot(index: ImageIndex, wanted: WantedImage | undefined, path: string): SelectedRoot {
  const { manifests } = index
  const candidates = wanted === undefined ? manifests : manifests.filter((entry, at) => isWanted(entry, at, wanted))
  const [first, ...others] = candidates
  if (first === undefined) throw notThere(index, wanted, path)
  if (others.every(({ digest }) => digest === first.digest)) return first
  if (wanted === undefined && !manifests.some(isNamed)) return 'index'
  throw new HarnessError('image-not-found', `${path} holds several images${listNames(index)}`, {
    hint: 'name one of them behind a colon, or by its place: @0 is the first',
  })
}

function isWanted(entry: Descriptor, at: number, wanted: WantedImage): boolean {
  switch (wanted.kind) {
    case 'position':
      return at === wanted.position
    case 'digest':
      return entry.digest === wanted.digest
    case 'name': {
      const names = namesOf(entry)
      return names.includes(wanted.name) || names.includes(fullName(wanted.name) ?? '')
    }
  }
}

/** True for an entry that can be asked for by name. */
export function isNamed(entry: Descriptor): boolean {
  return namesOf(entry).length > 0
}

function namesOf({ annotations }: Descriptor): readonly string[] {
  return [annotations?.[refName], annotations?.[imageName]].flatMap((name) => name ?? [])
}

/** `app` as the engines write it: `docker.io/library/app:latest`. */
export function fullName(name: string): string | undefined {
  try {
    const reference = parseReference(name)
    const tagged = reference.tag === undefined && reference.digest === undefined
    return formatReference(tagged ? { ...reference, tag: 'latest' } : reference)
  } catch {
    return undefined
  }
}

function notThere(index: ImageIndex, wanted: WantedImage | undefined, path: string): HarnessError {
  if (wanted === undefined) return new HarnessError('image-not-found', `${path} holds no image`)
  const name =
    wanted.kind === 'name' ? quoteText(wanted.name) : wanted.kind === 'digest' ? wanted.digest : `@${wanted.position}`
  return new HarnessError('image-not-found', `${path} holds no image ${name}${listNames(index)}`, {
    hint: 'name one that it holds',
  })
}

function listNames({ manifests }: ImageIndex): string {
  const names = new Set(manifests.flatMap((entry) => entry.annotations?.[imageName] ?? namesOf(entry)))
  const shown = [...names].slice(0, 10).map((name) => quoteText(name))
  if (shown.length === 0) return ''
  return `: ${shown.join(', ')}${names.size > shown.length ? ', …' : ''}`
}
