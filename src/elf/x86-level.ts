import type { ElfHeader } from './elf-header.ts'
import { createElfReader } from './elf-reader.ts'
import type { ElfWindow, FileRange } from './elf-window.ts'

const noteSegment = 4
const propertySegment = 0x6474e553
const propertyNote = 5
const isaNeeded = 0xc0008002
const maxNotes = 256
const maxSegments = 8
const maxSegmentBytes = 8192

/** Where notes lie that may hold properties. */
export function noteRanges({ segments }: ElfHeader): readonly FileRange[] {
  return segments
    .filter(
      ({ type, fileSizeBytes }) =>
        (type === noteSegment || type === propertySegment) && fileSizeBytes <= maxSegmentBytes,
    )
    .slice(0, maxSegments)
    .map(({ offset, fileSizeBytes }) => ({ offset, sizeBytes: fileSizeBytes }))
}

/**
 * The x86-64 level a file says it needs, 1 to 4, from `GNU_PROPERTY_X86_ISA_1_NEEDED`; absent where it does not say.
 * https://gitlab.com/x86-psABIs/x86-64-ABI (program property)
 */
export function readX86Level(header: ElfHeader, window: ElfWindow): 1 | 2 | 3 | 4 | undefined {
  for (const range of noteRanges(header)) {
    const bytes = window.read(range)
    const level = bytes === undefined ? undefined : readNotes(bytes, header)
    if (level !== undefined) return level
  }
  return undefined
}

function readNotes(bytes: Uint8Array, { wordBits, byteOrder }: ElfHeader): 1 | 2 | 3 | 4 | undefined {
  const reader = createElfReader(bytes, wordBits, byteOrder)
  const align = wordBits === 64 ? 8 : 4
  for (let at = 0, count = 0; at + 12 <= bytes.byteLength && count < maxNotes; count++) {
    const nameBytes = reader.int(at)
    const dataBytes = reader.int(at + 4)
    const type = reader.int(at + 8)
    const dataAt = at + 12 + roundUp(nameBytes, 4)
    if (dataAt + dataBytes > bytes.byteLength) return undefined
    if (type === propertyNote) {
      const level = readProperties(bytes.subarray(dataAt, dataAt + dataBytes), align, byteOrder)
      if (level !== undefined) return level
    }
    at = dataAt + roundUp(dataBytes, type === propertyNote ? align : 4)
  }
  return undefined
}

function readProperties(bytes: Uint8Array, align: number, byteOrder: 'little' | 'big'): 1 | 2 | 3 | 4 | undefined {
  const reader = createElfReader(bytes, 64, byteOrder)
  for (let at = 0; at + 8 <= bytes.byteLength;) {
    const sizeBytes = reader.int(at + 4)
    if (at + 8 + sizeBytes > bytes.byteLength) return undefined
    if (reader.int(at) === isaNeeded && sizeBytes >= 4) return levelOf(reader.int(at + 8))
    at += 8 + roundUp(sizeBytes, align)
  }
  return undefined
}

function levelOf(bits: number): 1 | 2 | 3 | 4 | undefined {
  if ((bits & 8) !== 0) return 4
  if ((bits & 4) !== 0) return 3
  if ((bits & 2) !== 0) return 2
  return (bits & 1) === 0 ? undefined : 1
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple
}
