import { buffer } from 'node:stream/consumers'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { type Header, pack } from 'tar-stream'
import { computeDigest, type Digest } from '../../src/oci/digest.ts'
import { uniqueText } from './content.ts'

interface EntryOwner {
  /** Relative to the root; a leading slash is taken off. */
  readonly path: string
  readonly mode?: number
  readonly uid?: number
  readonly gid?: number
}

/** One entry of a layer's tar: a file by its bytes or text, a link by its target, or a folder. */
export type LayerEntry = EntryOwner &
  (
    | { readonly bytes: Uint8Array }
    | { readonly text: string }
    | { readonly symlink: string }
    | { readonly hardlink: string }
    | { readonly folder: true }
  )

export type Compression = 'gzip' | 'zstd' | 'none'

export interface Layer {
  readonly bytes: Uint8Array
  /** Of the tar before compression. */
  readonly diffId: Digest
  readonly compression: Compression
  /** Where the type is not the one that fits the manifest and the compression. */
  readonly mediaType?: string
}

/** A layer of these entries in this order; gzip unless told, with a file of random bytes unless `unique` is false. */
export async function layer(
  entries: readonly LayerEntry[],
  options: { readonly compression?: Compression; readonly unique?: boolean } = {},
): Promise<Layer> {
  const { compression = 'gzip', unique = true } = options
  const tar = await packTar(unique ? [...entries, { path: '.unique', text: uniqueText() }] : entries)
  return { bytes: compressors[compression](tar), diffId: computeDigest(tar), compression }
}

/** Any bytes as a layer, for layers that are not what they are said to be. */
export function rawLayer(bytes: Uint8Array, options: { readonly mediaType?: string; readonly diffId?: Digest }): Layer {
  const { mediaType, diffId = computeDigest(bytes) } = options
  return { bytes, diffId, compression: 'gzip', ...(mediaType === undefined ? {} : { mediaType }) }
}

/** A tar of these entries, with a fixed time so that equal entries give equal bytes. */
export async function packTar(entries: readonly LayerEntry[]): Promise<Buffer> {
  const archive = pack()
  for (const entry of entries) archive.entry(header(entry), 'bytes' in entry ? Buffer.from(entry.bytes) : textOf(entry))
  archive.finalize()
  return buffer(archive)
}

function textOf(entry: LayerEntry): string {
  return 'text' in entry ? entry.text : ''
}

function header(entry: LayerEntry): Partial<Header> & { readonly name: string } {
  const name = entry.path.replace(/^\//, '')
  const owner = { name, mtime: new Date(0), uid: entry.uid ?? 0, gid: entry.gid ?? 0 }
  if ('symlink' in entry) return { ...owner, type: 'symlink', linkname: entry.symlink, mode: entry.mode ?? 0o777 }
  if ('hardlink' in entry) {
    return { ...owner, type: 'link', linkname: entry.hardlink.replace(/^\//, ''), mode: entry.mode ?? 0o644 }
  }
  if ('folder' in entry) return { ...owner, type: 'directory', mode: entry.mode ?? 0o755 }
  return { ...owner, type: 'file', mode: entry.mode ?? 0o644 }
}

const compressors: Readonly<Record<Compression, (tar: Uint8Array) => Uint8Array>> = {
  gzip: (tar) => gzipSync(tar, { level: 1 }),
  zstd: (tar) => zstdCompressSync(tar),
  none: (tar) => tar,
}
