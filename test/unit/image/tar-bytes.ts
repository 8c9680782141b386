import { gzipSync } from 'node:zlib'

/** One header block as bytes, right or wrong: what a test says of it, over a plain file's. */
export interface BlockFields {
  readonly name?: string
  readonly type?: string
  readonly linkName?: string
  readonly mode?: number
  readonly uid?: number
  readonly gid?: number
  readonly size?: number | Uint8Array
  readonly prefix?: string
  /** @default 'ustar\0' */
  readonly magic?: string
  /** Written over everything, before the checksum is made. */
  readonly patches?: readonly { readonly offset: number; readonly bytes: Uint8Array | string }[]
}

export function block(fields: BlockFields = {}): Buffer {
  const { name = 'file', type = '0', linkName = '', mode = 0o644, uid = 0, gid = 0, size = 0 } = fields
  const { prefix = '', magic = 'ustar\u0000', patches = [] } = fields
  const bytes = Buffer.alloc(512)
  bytes.write(name, 0)
  bytes.write(octal(mode, 8), 100)
  bytes.write(octal(uid, 8), 108)
  bytes.write(octal(gid, 8), 116)
  if (typeof size === 'number') bytes.write(octal(size, 12), 124)
  else bytes.set(size, 124)
  bytes.write(octal(0, 12), 136)
  bytes.write(type, 156)
  bytes.write(linkName, 157)
  bytes.write(`${magic}00`, 257)
  bytes.write(prefix, 345)
  for (const patch of patches) bytes.set(Buffer.from(patch.bytes), patch.offset)
  return withChecksum(bytes)
}

/** The same block with the checksum it should have. */
export function withChecksum(header: Buffer): Buffer {
  const bytes = Buffer.from(header)
  bytes.write(' '.repeat(8), 148)
  const sum = bytes.reduce((total, byte) => total + byte, 0)
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return bytes
}

/** An entry with its content, padded. */
export function entry(fields: BlockFields, content: Uint8Array | string = ''): Buffer {
  const bytes = Buffer.from(content)
  return Buffer.concat([block({ size: bytes.byteLength, ...fields }), padded(bytes)])
}

/** An extended header for the next entry. */
export function pax(records: readonly (readonly [key: string, value: string])[]): Buffer {
  const lines = records.map(([key, value]) => paxRecord(Buffer.from(` ${key}=${value}\n`)))
  return entry({ name: 'PaxHeaders/x', type: 'x' }, Buffer.concat(lines))
}

/** GNU's way to give the next entry a long name (`L`) or link (`K`). */
export function longName(type: 'L' | 'K', name: string): Buffer {
  return entry({ name: '././@LongLink', type, magic: 'ustar ' }, `${name}\0`)
}

/** Parts of an archive, with its end. */
export function archive(...parts: readonly Uint8Array[]): Buffer {
  return Buffer.concat([...parts, Buffer.alloc(1024)])
}

export function padded(bytes: Uint8Array): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((512 - (bytes.byteLength % 512)) % 512)])
}

/** Data as several members of gzip, each of so many bytes. */
export function gzipMembers(bytes: Uint8Array, memberBytes: number): Buffer {
  const members: Buffer[] = []
  for (let at = 0; at < bytes.byteLength; at += memberBytes)
    members.push(gzipSync(bytes.subarray(at, at + memberBytes)))
  return Buffer.concat(members)
}

/** The record's length counts its own digits. */
function paxRecord(rest: Buffer): Buffer {
  let length = rest.byteLength + 1
  while (rest.byteLength + String(length).length !== length) length = rest.byteLength + String(length).length
  return Buffer.concat([Buffer.from(String(length)), rest])
}

function octal(value: number, length: number): string {
  return `${value.toString(8).padStart(length - 1, '0')}\0`
}
