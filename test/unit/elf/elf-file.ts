/** What a hand-made ELF header says; the rest is a plausible file. */
export interface ElfFields {
  readonly wordBits: 32 | 64
  readonly byteOrder: 'little' | 'big'
  readonly machine: number
  readonly flags?: number
  readonly type?: number
  readonly segments?: readonly { readonly type: number; readonly offset: number; readonly sizeBytes: number }[]
  /** What the header says of its segment table, where it is not the truth. */
  readonly segmentCount?: number
  readonly segmentEntryBytes?: number
  readonly segmentOffset?: bigint
  /** What lies behind the segment table. */
  readonly content?: Uint8Array
}

/** The bytes of such a file. */
export function elfFile(fields: ElfFields): Uint8Array {
  const { wordBits, segments = [], content = new Uint8Array() } = fields
  const little = fields.byteOrder === 'little'
  const wide = wordBits === 64
  const headerBytes = wide ? 64 : 52
  const entryBytes = wide ? 56 : 32
  const bytes = new Uint8Array(headerBytes + segments.length * entryBytes + content.length)
  const view = new DataView(bytes.buffer)
  bytes.set([0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, little ? 1 : 2, 1, 3])
  view.setUint16(16, fields.type ?? 2, little)
  view.setUint16(18, fields.machine, little)
  const tableOffset = fields.segmentOffset ?? BigInt(headerBytes)
  if (wide) view.setBigUint64(32, tableOffset, little)
  else view.setUint32(28, Number(tableOffset), little)
  view.setUint32(headerBytes - 16, fields.flags ?? 0, little)
  view.setUint16(headerBytes - 10, fields.segmentEntryBytes ?? entryBytes, little)
  view.setUint16(headerBytes - 8, fields.segmentCount ?? segments.length, little)
  for (const [index, { type, offset, sizeBytes }] of segments.entries()) {
    const start = headerBytes + index * entryBytes
    view.setUint32(start, type, little)
    if (wide) {
      view.setBigUint64(start + 8, BigInt(offset), little)
      view.setBigUint64(start + 32, BigInt(sizeBytes), little)
    } else {
      view.setUint32(start + 4, offset, little)
      view.setUint32(start + 16, sizeBytes, little)
    }
  }
  bytes.set(content, headerBytes + segments.length * entryBytes)
  return bytes
}
