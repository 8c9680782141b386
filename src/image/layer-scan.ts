import { createContentSink, createDatabaseSink } from './layer-content.ts'
import { isDatabasePath } from './layer-database.ts'
import { invalidLayer, overLimit } from './layer-fault.ts'
import type { LayerLimits } from './layer-limits.ts'
import { joinPath, normalizeEntryPath, splitPath } from './layer-path.ts'
import type { LayerRecord } from './layer-record.ts'
import { createLayerRecords, type LayerRecords } from './layer-records.ts'
import type { FileContent } from './rootfs.ts'
import { quoteText } from '../oci/quote.ts'
import type { TarEntry } from './tar-entry.ts'
import { createTarReader } from './tar-reader.ts'
import type { TarSink } from './tar-sink.ts'

/** Reads a layer's tar into records. Push and finish throw a `LayerFault` where the tar is damaged or too large. */
export interface LayerScan {
  push(chunk: Uint8Array): void
  finish(): LayerRecords
}

export function createLayerScan(limits: LayerLimits): LayerScan {
  const records = createLayerRecords()
  let keptBytes = 0
  const keep = (bytes: number): void => {
    keptBytes += bytes
    if (keptBytes > limits.maxKeptBytes) throw overLimit(`it has over ${limits.maxKeptBytes} bytes of names and facts`)
  }
  const add = (record: LayerRecord): void => {
    records.add(record)
    if (records.length > limits.maxEntries) throw overLimit(`it has over ${limits.maxEntries} entries`)
    keep(record.path.length)
  }
  const addFile = (path: string, { mode, uid, gid, sizeBytes }: TarEntry, content?: FileContent): void => {
    const file = { path, kind: 'file', mode, uid, gid, sizeBytes } as const
    if (content === undefined) return add(file)
    add({ ...file, content })
    keep(contentBytes(content))
  }
  const readFile = (path: string, entry: TarEntry): TarSink | undefined => {
    const isExecutable = (entry.mode & 0o111) !== 0
    if (entry.sizeBytes === 0) {
      addFile(path, entry, isExecutable ? { kind: 'empty' } : undefined)
      return undefined
    }
    const onContent = (content: FileContent | undefined): void => addFile(path, entry, content)
    if (!isDatabasePath(path)) return createContentSink({ isExecutable, onContent })
    if (entry.sizeBytes <= limits.maxDatabaseBytes) return createDatabaseSink(onContent)
    addFile(path, entry)
    return undefined
  }
  const onEntry = (entry: TarEntry): TarSink | undefined => {
    const path = normalizeEntryPath(entry.name, limits.maxNameBytes)
    const whiteout = readWhiteout(path)
    if (whiteout !== undefined) {
      if (whiteout !== 'metadata') add(whiteout)
      return undefined
    }
    if (path === '/' && entry.kind !== 'directory')
      throw invalidLayer(`its tar has a ${entry.kind} in place of the root`)
    if (entry.kind === 'file') return readFile(path, entry)
    if (entry.kind === 'hardlink') {
      add({ kind: 'hardlink', path, target: normalizeEntryPath(entry.linkName, limits.maxNameBytes) })
      return undefined
    }
    const { mode, uid, gid, sizeBytes } = entry
    if (entry.kind === 'symlink') {
      if (entry.linkName.length > limits.maxNameBytes) throw overLimit('a symlink in its tar has too long a target')
      keep(entry.linkName.length)
      add({ path, kind: 'symlink', mode, uid, gid, sizeBytes, target: entry.linkName })
    } else add({ path, kind: entry.kind, mode, uid, gid, sizeBytes })
    return undefined
  }
  const reader = createTarReader(onEntry, limits)
  return {
    push: (chunk) => reader.push(chunk),
    finish() {
      reader.finish()
      return records.finish()
    },
  }
}

const whiteoutPrefix = '.wh.'
const opaqueName = '.wh..wh..opq'
const metadataPrefix = '.wh..wh.'

/** https://github.com/opencontainers/image-spec/blob/v1.1.1/layer.md#whiteouts */
function readWhiteout(path: string): LayerRecord | 'metadata' | undefined {
  if (!path.includes(whiteoutPrefix)) return undefined
  // What AUFS kept for itself, in layers of early Docker releases.
  if (path.startsWith(`/${metadataPrefix}`) && path !== `/${opaqueName}`) return 'metadata'
  const { directory, name } = splitPath(path)
  if (!name.startsWith(whiteoutPrefix)) return undefined
  if (name === opaqueName) return { kind: 'opaque', path: directory }
  if (name.startsWith(metadataPrefix)) return 'metadata'
  const hidden = name.slice(whiteoutPrefix.length)
  if (hidden === '' || hidden === '.' || hidden === '..') throw invalidLayer(`its tar has ${quoteText(path)}`)
  return { kind: 'whiteout', path: joinPath(directory, hidden) }
}

/** About what content takes in memory. */
function contentBytes(content: FileContent): number {
  switch (content.kind) {
    case 'database':
      return content.bytes.byteLength
    case 'script':
      return content.shebang.length
    case 'text':
      return content.firstBytes.length
    case 'elf': {
      const { needed, rpath, runpath } = content.facts
      return [...needed, ...rpath, ...runpath].reduce((sum, text) => sum + text.length, 256)
    }
    case 'macho':
    case 'pe':
    case 'empty':
      return 0
  }
}
