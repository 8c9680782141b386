import { invalidLayer } from './layer-fault.ts'
import { decodeText, readDecimal } from './tar-field.ts'

/** What an extended header says of the entry behind it, as far as it matters here. */
export interface PaxHeader {
  readonly path?: string
  readonly linkPath?: string
  readonly sizeBytes?: number
  readonly uid?: number
  readonly gid?: number
  /** https://www.gnu.org/software/tar/manual/html_node/PAX-Formats.html */
  readonly sparse?: PaxSparse
}

export interface PaxSparse {
  /** The map stands at the start of the entry's content (version 1.0). */
  readonly mapInContent: boolean
  /** Offsets and lengths of the pieces, in turn, where the header has them (versions 0.0 and 0.1). */
  readonly map: readonly number[]
  readonly realSizeBytes?: number
}

/**
 * Records of the form `length key=value\n`; the last one of a key counts, and an empty value is as good as none.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_03
 *
 * @throws LayerFault
 */
export function parsePaxHeader(bytes: Buffer): PaxHeader {
  const fields = new Map<string, string>()
  const pieces: number[] = []
  for (let at = 0; at < bytes.byteLength;) {
    const { key, value, end } = readRecord(bytes, at)
    at = end
    if (key === 'GNU.sparse.offset' || key === 'GNU.sparse.numbytes') pieces.push(readDecimal(value))
    else if (value === '') fields.delete(key)
    else if (wanted.has(key)) fields.set(key, value)
  }
  const path = fields.get('GNU.sparse.name') ?? fields.get('path')
  const linkPath = fields.get('linkpath')
  const sparse = readSparse(fields, pieces)
  return {
    ...(path === undefined ? {} : { path }),
    ...(linkPath === undefined ? {} : { linkPath }),
    ...(sparse === undefined ? {} : { sparse }),
    ...readNumbers(fields),
  }
}

const wanted: ReadonlySet<string> = new Set([
  'path',
  'linkpath',
  'size',
  'uid',
  'gid',
  'GNU.sparse.name',
  'GNU.sparse.map',
  'GNU.sparse.size',
  'GNU.sparse.realsize',
  'GNU.sparse.major',
  'GNU.sparse.minor',
])

/** The names that hold text; a NUL in one would end it early for everyone who writes in C. */
const names: ReadonlySet<string> = new Set(['path', 'linkpath', 'GNU.sparse.name'])

function readRecord(bytes: Buffer, start: number): { key: string; value: string; end: number } {
  const space = bytes.indexOf(0x20, start)
  const digits = space === -1 || space - start > 8 ? '' : bytes.toString('latin1', start, space)
  if (!/^[0-9]+$/.test(digits)) throw malformed()
  const end = start + Number(digits)
  const equals = bytes.indexOf(0x3d, space + 1)
  const isRecord = end > space + 2 && end <= bytes.byteLength && equals > space && equals < end
  if (!isRecord || bytes[end - 1] !== 0x0a) throw malformed()
  const key = decodeText(bytes, space + 1, equals)
  // Attributes can be long, and are not needed.
  if (!wanted.has(key) && !key.startsWith('GNU.sparse.')) return { key, value: '', end }
  const value = decodeText(bytes, equals + 1, end - 1)
  if (names.has(key) && value.includes('\0')) throw malformed()
  return { key, value, end }
}

function readNumbers(fields: ReadonlyMap<string, string>): Pick<PaxHeader, 'sizeBytes' | 'uid' | 'gid'> {
  const size = fields.get('size')
  const uid = fields.get('uid')
  const gid = fields.get('gid')
  return {
    ...(size === undefined ? {} : { sizeBytes: readDecimal(size) }),
    ...(uid === undefined ? {} : { uid: readDecimal(uid) }),
    ...(gid === undefined ? {} : { gid: readDecimal(gid) }),
  }
}

function readSparse(fields: ReadonlyMap<string, string>, pieces: readonly number[]): PaxSparse | undefined {
  const mapInContent = fields.get('GNU.sparse.major') === '1' && fields.get('GNU.sparse.minor') === '0'
  const written = fields.get('GNU.sparse.map')
  if (!mapInContent && written === undefined && pieces.length === 0) return undefined
  const realSize = fields.get('GNU.sparse.realsize') ?? fields.get('GNU.sparse.size')
  return {
    mapInContent,
    map: mapInContent ? [] : written === undefined ? pieces : written.split(',').map(readDecimal),
    ...(realSize === undefined ? {} : { realSizeBytes: readDecimal(realSize) }),
  }
}

function malformed(): Error {
  return invalidLayer('an extended header of its tar is malformed')
}
