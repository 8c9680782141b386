/** A segment of a built file; its bytes lie where it says, in file and memory alike. */
export interface BuiltSegment {
  readonly type: number
  readonly flags?: number
  readonly offset: number
  readonly sizeBytes: number
}

export interface BuiltSection {
  readonly name: string
  readonly type: number
  readonly offset: number
  readonly sizeBytes: number
}

export interface ElfBuild {
  /** @default 64 */
  readonly wordBits?: 32 | 64
  /** @default 'little' */
  readonly byteOrder?: 'little' | 'big'
  /** @default 62, x86-64 */
  readonly machine?: number
  /** @default 3, a shared object */
  readonly type?: number
  readonly flags?: number
  readonly segments?: readonly BuiltSegment[]
  readonly sections?: readonly BuiltSection[]
  /** What lies where; everything else is zero. */
  readonly pieces?: readonly { readonly at: number; readonly bytes: Uint8Array }[]
  /** Where the section table begins: after all pieces. */
  readonly sectionsAt?: number
}

/** An ELF file with everything where the test wants it. */
export function buildElf(build: ElfBuild): Buffer {
  const { wordBits = 64, byteOrder = 'little', segments = [], sections = [], pieces = [] } = build
  const wide = wordBits === 64
  const little = byteOrder === 'little'
  const headerBytes = wide ? 64 : 52
  const segmentBytes = wide ? 56 : 32
  const sectionBytes = wide ? 64 : 40
  const names = Buffer.from(`\0${[...sections.map(({ name }) => name), '.shstrtab'].join('\0')}\0`)
  const contentEnd = Math.max(
    headerBytes + segments.length * segmentBytes,
    ...pieces.map(({ at, bytes }) => at + bytes.byteLength),
  )
  const namesAt = build.sectionsAt ?? Math.ceil(contentEnd / 8) * 8
  const tableAt = Math.ceil((namesAt + names.byteLength) / 8) * 8
  const all = [...sections, { name: '.shstrtab', type: 3, offset: namesAt, sizeBytes: names.byteLength }]
  const bytes = Buffer.alloc(sections.length === 0 ? contentEnd : tableAt + all.length * sectionBytes)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const word = (at: number, value: number): void => {
    if (wide) view.setBigUint64(at, BigInt(value), little)
    else view.setUint32(at, value, little)
  }

  bytes.set([0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, little ? 1 : 2, 1])
  view.setUint16(16, build.type ?? 3, little)
  view.setUint16(18, build.machine ?? 62, little)
  view.setUint32(headerBytes - 16, build.flags ?? 0, little)
  word(wide ? 32 : 28, headerBytes)
  view.setUint16(headerBytes - 10, segmentBytes, little)
  view.setUint16(headerBytes - 8, segments.length, little)
  for (const [index, { type, flags = 4, offset, sizeBytes }] of segments.entries()) {
    const at = headerBytes + index * segmentBytes
    view.setUint32(at, type, little)
    view.setUint32(at + (wide ? 4 : 24), flags, little)
    for (const [step, value] of [offset, offset, offset, sizeBytes, sizeBytes].entries()) {
      word(at + (wide ? 8 + 8 * step : 4 + 4 * step), value)
    }
  }
  for (const { at, bytes: piece } of pieces) bytes.set(piece, at)
  if (sections.length === 0) return bytes

  bytes.set(names, namesAt)
  word(wide ? 40 : 32, tableAt)
  view.setUint16(wide ? 58 : 46, sectionBytes, little)
  view.setUint16(wide ? 60 : 48, all.length, little)
  view.setUint16(wide ? 62 : 50, all.length - 1, little)
  for (const [index, { name, type, offset, sizeBytes }] of all.entries()) {
    const at = tableAt + index * sectionBytes
    view.setUint32(at, names.indexOf(`\0${name}\0`) + 1, little)
    view.setUint32(at + 4, type, little)
    word(at + (wide ? 24 : 16), offset)
    word(at + (wide ? 32 : 20), sizeBytes)
  }
  return bytes
}

/** A dynamic section; strings are numbers into the string table. */
export function dynamicSection(
  entries: readonly (readonly [tag: number, value: number])[],
  wordBits: 32 | 64 = 64,
  byteOrder: 'little' | 'big' = 'little',
): Buffer {
  const bytes = Buffer.alloc((entries.length + 1) * (wordBits / 4))
  for (const [index, entry] of entries.entries()) {
    for (const [side, value] of entry.entries()) {
      const at = (2 * index + side) * (wordBits / 8)
      if (wordBits === 32) bytes[byteOrder === 'little' ? 'writeUInt32LE' : 'writeUInt32BE'](value, at)
      else bytes[byteOrder === 'little' ? 'writeBigUInt64LE' : 'writeBigUInt64BE'](BigInt(value), at)
    }
  }
  return bytes
}
