import { asInteger, asList, asObject, asString, failContent } from '../oci/json.ts'
import { parseElfFacts } from './layer-elf-json.ts'
import type { LayerRecord } from './layer-record.ts'
import type { FileContent, FileEntry } from './rootfs.ts'

/** A record as it is cached: short, since a layer has thousands. */
export type RecordJson = readonly [kind: string, path: string, ...rest: readonly unknown[]]

export function encodeRecord(record: LayerRecord): RecordJson {
  switch (record.kind) {
    case 'whiteout':
    case 'opaque':
      return [record.kind, record.path]
    case 'hardlink':
      return [record.kind, record.path, record.target]
    case 'symlink':
      return [record.kind, record.path, record.mode, record.uid, record.gid, record.sizeBytes, record.target ?? '']
    case 'file':
    case 'directory':
    case 'device':
    case 'fifo': {
      const { kind, path, mode, uid, gid, sizeBytes, content } = record
      const fields = [kind, path, mode, uid, gid, sizeBytes] as const
      return content === undefined ? fields : [...fields, encodeContent(content)]
    }
  }
}

/** @throws HarnessError `content-invalid` for anything that `encodeRecord` does not give */
export function decodeRecord(value: unknown, where: string): LayerRecord {
  if (!Array.isArray(value)) return failContent(where, 'must be an array')
  const fields: readonly unknown[] = value
  const [kind, path, third] = fields
  if (typeof path !== 'string' || !path.startsWith('/')) return failContent(where, 'has no path')
  switch (kind) {
    case 'whiteout':
    case 'opaque':
      return { kind, path }
    case 'hardlink':
      return { kind, path, target: asString(third, where) }
    case 'symlink':
      return { ...decodeOwner(fields, kind, path, where), target: asString(fields[6], where) }
    case 'directory':
    case 'device':
    case 'fifo':
      return decodeOwner(fields, kind, path, where)
    case 'file': {
      const entry = decodeOwner(fields, kind, path, where)
      return fields.length < 7 ? entry : { ...entry, content: decodeContent(fields[6], where) }
    }
    default:
      return failContent(where, 'has an unknown kind')
  }
}

function decodeOwner(fields: readonly unknown[], kind: FileEntry['kind'], path: string, where: string): FileEntry {
  const [, , mode, uid, gid, sizeBytes] = fields
  return {
    path,
    kind,
    mode: asInteger(mode, where),
    uid: asInteger(uid, where),
    gid: asInteger(gid, where),
    sizeBytes: asInteger(sizeBytes, where),
  }
}

function encodeContent(content: FileContent): unknown {
  return content.kind === 'database' ? { ...content, bytes: Buffer.from(content.bytes).toString('base64') } : content
}

function decodeContent(value: unknown, where: string): FileContent {
  const content = asObject(value, where)
  const kind = content.string('kind')
  switch (kind) {
    case 'elf':
      return { kind, facts: content.required('facts', parseElfFacts) }
    case 'script':
      return { kind, shebang: content.string('shebang') }
    case 'text':
      return { kind, firstBytes: content.string('firstBytes') }
    case 'macho':
    case 'pe':
      return { kind, architecture: content.string('architecture') }
    case 'empty':
      return { kind }
    case 'database':
      return { kind, bytes: Buffer.from(content.string('bytes'), 'base64') }
    default:
      return failContent(where, 'has an unknown kind')
  }
}

/** Every record of one line of the cache. @throws HarnessError `content-invalid` */
export function decodeRecords(value: unknown, where: string): readonly LayerRecord[] {
  return asList(value, where, decodeRecord, { max: Number.MAX_SAFE_INTEGER })
}
