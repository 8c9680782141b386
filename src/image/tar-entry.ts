import { invalidLayer } from './layer-fault.ts'
import type { TarHeader } from './tar-header.ts'
import type { PaxHeader } from './tar-pax.ts'
import { toSparsePieces, type SparsePiece } from './tar-sparse.ts'

export type TarEntryKind = 'file' | 'hardlink' | 'symlink' | 'device' | 'directory' | 'fifo'

/** One entry of an archive, its header and extended headers taken together. */
export interface TarEntry {
  readonly kind: TarEntryKind
  /** As written. */
  readonly name: string
  readonly linkName: string
  readonly mode: number
  readonly uid: number
  readonly gid: number
  /** Of the file as it is when unpacked; 0 for all that is no file. */
  readonly sizeBytes: number
  /** Of its content in the archive: less where it is sparse. */
  readonly storedBytes: number
}

/** What the headers before an entry's own say of it. */
export interface Extensions {
  readonly pax?: PaxHeader
  /** Names of GNU's own format, which win over those of the extended header. */
  readonly longName?: string
  readonly longLinkName?: string
}

/** How the content of a sparse file is stored. */
export type SparseLayout =
  | { readonly kind: 'map-in-content'; readonly realSizeBytes: number }
  | { readonly kind: 'map'; readonly realSizeBytes: number; readonly pieces: readonly SparsePiece[] }

/** An entry, and how its content is stored where that is not as it is. */
export interface StoredEntry {
  readonly entry: TarEntry
  readonly sparse?: SparseLayout
}

/** The types that engines unpack; of others they refuse the layer. */
const kinds: Readonly<Record<string, TarEntryKind>> = {
  '\0': 'file',
  '0': 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '3': 'device',
  '4': 'device',
  '5': 'directory',
  '6': 'fifo',
  '7': 'file',
  S: 'file',
}

/** @throws LayerFault for a type that no engine unpacks */
export function combineEntry(header: TarHeader, extensions: Extensions): StoredEntry {
  const { pax = {}, longName, longLinkName } = extensions
  const name = longName ?? pax.path ?? header.name
  const known = kinds[header.typeFlag]
  if (known === undefined) throw invalidLayer(`an entry of its tar has type ${JSON.stringify(header.typeFlag)}`)
  // Archives from before there was a type for directories.
  const kind = header.typeFlag === '\0' && name.endsWith('/') ? 'directory' : known
  const storedBytes = kind === 'file' ? (pax.sizeBytes ?? header.sizeBytes) : 0
  const sparse = kind === 'file' ? readLayout(pax, storedBytes) : undefined
  return {
    entry: {
      kind,
      name,
      linkName: longLinkName ?? pax.linkPath ?? header.linkName,
      mode: header.mode,
      uid: pax.uid ?? header.uid,
      gid: pax.gid ?? header.gid,
      sizeBytes: sparse?.realSizeBytes ?? storedBytes,
      storedBytes,
    },
    ...(sparse === undefined ? {} : { sparse }),
  }
}

function readLayout({ sparse }: PaxHeader, storedBytes: number): SparseLayout | undefined {
  if (sparse === undefined) return undefined
  const realSizeBytes = sparse.realSizeBytes ?? storedBytes
  if (sparse.mapInContent) return { kind: 'map-in-content', realSizeBytes }
  return { kind: 'map', realSizeBytes, pieces: toSparsePieces(sparse.map, realSizeBytes) }
}
