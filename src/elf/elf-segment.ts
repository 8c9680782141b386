import type { ElfReader } from './elf-reader.ts'

/**
 * One program header.
 * https://refspecs.linuxfoundation.org/elf/gabi4+/ch5.pheader.html
 */
export interface ElfSegment {
  /** `PT_LOAD` is 1, `PT_DYNAMIC` 2, `PT_INTERP` 3, `PT_NOTE` 4. */
  readonly type: number
  readonly flags: number
  readonly offset: number
  readonly address: number
  readonly fileSizeBytes: number
  readonly memorySizeBytes: number
  readonly alignBytes: number
}

/** Where the program headers lie. */
export interface ElfSegmentTable {
  readonly offset: number
  readonly entryBytes: number
  readonly count: number
}

/** The size of one program header. */
export function segmentHeaderBytes(wordBits: 32 | 64): 32 | 56 {
  return wordBits === 64 ? 56 : 32
}

/** The program headers that lie inside the bytes; a table with entries too small to be any has none. */
export function readSegments(reader: ElfReader, table: ElfSegmentTable): readonly ElfSegment[] {
  const segments: ElfSegment[] = []
  if (table.entryBytes < segmentHeaderBytes(reader.wordBits)) return segments
  for (let index = 0; index < table.count; index++) {
    const start = table.offset + index * table.entryBytes
    if (start + table.entryBytes > reader.sizeBytes) break
    segments.push(reader.wordBits === 64 ? readWide(reader, start) : readNarrow(reader, start))
  }
  return segments
}

function readWide(reader: ElfReader, start: number): ElfSegment {
  return {
    type: reader.int(start),
    flags: reader.int(start + 4),
    offset: reader.word(start + 8),
    address: reader.word(start + 16),
    fileSizeBytes: reader.word(start + 32),
    memorySizeBytes: reader.word(start + 40),
    alignBytes: reader.word(start + 48),
  }
}

function readNarrow(reader: ElfReader, start: number): ElfSegment {
  return {
    type: reader.int(start),
    offset: reader.word(start + 4),
    address: reader.word(start + 8),
    fileSizeBytes: reader.word(start + 16),
    memorySizeBytes: reader.word(start + 20),
    flags: reader.int(start + 24),
    alignBytes: reader.word(start + 28),
  }
}
