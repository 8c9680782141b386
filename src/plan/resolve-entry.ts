import { HarnessError } from '../errors.ts'
import type { PlatformImage } from '../image/platform-image.ts'
import type { ImageView } from '../image/view.ts'
import type { Descriptor } from '../oci/descriptor.ts'
import type { Digest } from '../oci/digest.ts'
import type { Platform } from '../oci/platform.ts'

/** What an engine sees of one entry of an index. */
export interface ResolveEntry {
  readonly digest: Digest
  /** As the index spells it; absent where it names none. */
  readonly declared?: Platform
  /** Normalised, from the index or else the config; absent where neither can be read. */
  readonly platform?: Platform
  /** Marked as compressed with zstd, which some engines prefer among equals. */
  readonly isZstd?: boolean
  /** What an index inside the index lists. */
  readonly entries?: readonly ResolveEntry[]
}

/** What a name stands for: an index to pick from, or one manifest that there is no picking from. */
export type Resolvable =
  | { readonly kind: 'index'; readonly entries: readonly ResolveEntry[] }
  | { readonly kind: 'manifest'; readonly entry: ResolveEntry }

/** Reads of an image what engines pick by; a config only where the index does not name the platform. */
export async function readResolvable(view: ImageView): Promise<Resolvable> {
  const entries = new Map(
    await Promise.all(view.images.map(async (image) => [image.position, await readEntry(image)] as const)),
  )
  const [only] = entries.values()
  if (view.kind !== 'index' && only !== undefined) return { kind: 'manifest', entry: only }
  return { kind: 'index', entries: listEntries(view, entries, '') }
}

async function readEntry(image: PlatformImage): Promise<ResolveEntry> {
  const platform = await image.readPlatform().catch((error: unknown) => {
    if (error instanceof HarnessError && error.code !== 'interrupted') return undefined
    throw error
  })
  return { ...describeEntry(image.descriptor), ...(platform === undefined ? {} : { platform }) }
}

/** The entries of the index at a position of the view, in its order, with those of nested indexes below them. */
function listEntries(
  view: ImageView,
  images: ReadonlyMap<string, ResolveEntry>,
  parent: string,
): readonly ResolveEntry[] {
  const nested = new Map(
    view.nested
      .filter(({ position }) => isChild(position, parent))
      .map(({ position, descriptor }): [string, ResolveEntry] => [
        position,
        { ...describeEntry(descriptor), entries: listEntries(view, images, `${position}.`) },
      ]),
  )
  const own = [...images].filter(([position]) => isChild(position, parent))
  return [...own, ...nested].toSorted(([a], [b]) => numberOf(a) - numberOf(b)).map(([, entry]) => entry)
}

function isChild(position: string, parent: string): boolean {
  return position.startsWith(parent) && !position.slice(parent.length).includes('.')
}

function numberOf(position: string): number {
  return Number(/\[(\d+)\]$/.exec(position)?.[1] ?? 0)
}

// https://github.com/containers/image/blob/main/internal/manifest/oci_index.go (`OCI1InstanceAnnotationCompressionZSTD`)
const zstdAnnotation = 'io.github.containers.compression.zstd'

function describeEntry({ digest, platform, annotations }: Descriptor): ResolveEntry {
  return {
    digest,
    ...(platform === undefined ? {} : { declared: platform }),
    ...(annotations?.[zstdAnnotation] === 'true' ? { isZstd: true } : {}),
  }
}

/** The images among entries, those of nested indexes included. */
export function listLeaves(entries: readonly ResolveEntry[]): readonly ResolveEntry[] {
  return entries.flatMap((entry) => (entry.entries === undefined ? [entry] : listLeaves(entry.entries)))
}
