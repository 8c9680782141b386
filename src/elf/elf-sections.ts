import type { ElfHeader } from './elf-header.ts'
import { createElfReader, type ElfReader } from './elf-reader.ts'
import type { ElfWindow, FileRange } from './elf-window.ts'

/** One section header, as far as it is asked for. */
export interface ElfSection extends FileRange {
  readonly name: string
  readonly type: number
}

const maxSections = 4096
const maxNameBytes = 256

/**
 * The sections of a file; none where it has no table of them, or the table was not kept.
 * https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.sheader.html
 */
export function readSections({ wordBits, byteOrder }: ElfHeader, window: ElfWindow): readonly ElfSection[] {
  const wide = wordBits === 64
  const entryBytes = wide ? 64 : 40
  const head = createElfReader(window.head(), wordBits, byteOrder)
  const tableOffset = head.word(wide ? 40 : 32)
  const count = head.half(wide ? 60 : 48)
  const namesIndex = head.half(wide ? 62 : 50)
  if (head.half(wide ? 58 : 46) !== entryBytes || count === 0 || count > maxSections) return []
  const table = window.read({ offset: tableOffset, sizeBytes: count * entryBytes })
  if (table === undefined) return []
  const reader = createElfReader(table, wordBits, byteOrder)
  const headers = Array.from({ length: count }, (_, index) => readHeader(reader, index * entryBytes, wide))
  const names = headers[namesIndex]
  const text = names === undefined ? undefined : window.read(names)
  return headers.map(({ nameAt, ...section }) => ({
    ...section,
    name: text === undefined ? '' : readName(text, nameAt),
  }))
}

function readHeader(reader: ElfReader, at: number, wide: boolean): Omit<ElfSection, 'name'> & { nameAt: number } {
  return {
    nameAt: reader.int(at),
    type: reader.int(at + 4),
    offset: reader.word(at + (wide ? 24 : 16)),
    sizeBytes: reader.word(at + (wide ? 32 : 20)),
  }
}

function readName(text: Uint8Array, at: number): string {
  const name = text.subarray(at, at + maxNameBytes)
  const end = name.indexOf(0)
  return end < 0 ? '' : new TextDecoder().decode(name.subarray(0, end))
}
