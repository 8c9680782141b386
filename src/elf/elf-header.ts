import { createElfReader } from './elf-reader.ts'
import { type ElfSegment, readSegments, segmentHeaderBytes } from './elf-segment.ts'

/**
 * What the header of an ELF file says.
 * https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html
 */
export interface ElfHeader {
  readonly wordBits: 32 | 64
  readonly byteOrder: 'little' | 'big'
  readonly type: ElfType
  /** `e_machine`: 62 is x86-64, 183 is AArch64. */
  readonly machine: number
  /** `EI_OSABI`: 0 is System V, 3 GNU/Linux, 9 FreeBSD. */
  readonly osAbi: number
  /** `e_flags`, whose bits each machine defines. */
  readonly flags: number
  readonly segments: readonly ElfSegment[]
  /** The loader a dynamic program asks for (`PT_INTERP`); absent where it asks for none, or `truncated`. */
  readonly interpreter?: string
  /** True when program headers or the loader's name lie beyond the bytes given: the file is cut, or was read in part. */
  readonly truncated: boolean
}

export type ElfType = 'relocatable' | 'executable' | 'shared' | 'core' | 'other'

const types: Readonly<Record<number, ElfType>> = { 1: 'relocatable', 2: 'executable', 3: 'shared', 4: 'core' }
const interpreterType = 3
/** The kernel's `PATH_MAX`: it opens no loader with a longer name. */
const maxPathBytes = 4096

/** True when these bytes begin as an ELF file does. */
export function isElf(bytes: Uint8Array): boolean {
  return bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46
}

/**
 * Reads the header, the program headers and the loader's name from a file's first bytes, whatever they hold; undefined
 * when they are no ELF header. A prefix will do: 64 bytes hold the header, 4 KiB nearly always the loader's name.
 */
export function readElfHeader(bytes: Uint8Array): ElfHeader | undefined {
  const wordBits = bytes[4] === 1 ? 32 : bytes[4] === 2 ? 64 : undefined
  const byteOrder = bytes[5] === 1 ? 'little' : bytes[5] === 2 ? 'big' : undefined
  if (!isElf(bytes) || wordBits === undefined || byteOrder === undefined) return undefined
  const headerBytes = wordBits === 64 ? 64 : 52
  if (bytes.byteLength < headerBytes) return undefined

  const reader = createElfReader(bytes, wordBits, byteOrder)
  const table = {
    offset: reader.word(wordBits === 64 ? 32 : 28),
    entryBytes: reader.half(headerBytes - 10),
    count: reader.half(headerBytes - 8),
  }
  const segments = readSegments(reader, table)
  const loader = readInterpreter(bytes, segments)
  const tableCut = table.entryBytes >= segmentHeaderBytes(wordBits) && segments.length < table.count
  return {
    wordBits,
    byteOrder,
    type: types[reader.half(16)] ?? 'other',
    machine: reader.half(18),
    osAbi: bytes[7] ?? 0,
    flags: reader.int(headerBytes - 16),
    segments,
    ...(loader.path === undefined ? {} : { interpreter: loader.path }),
    truncated: tableCut || loader.cut,
  }
}

function readInterpreter(bytes: Uint8Array, segments: readonly ElfSegment[]): { path?: string; cut: boolean } {
  const segment = interpreterSegment(segments)
  if (segment === undefined) return { cut: false }
  const end = segment.offset + segment.fileSizeBytes
  if (end > bytes.byteLength) return { cut: true }
  return { path: decodePath(bytes.subarray(segment.offset, end)), cut: false }
}

/** The segment that names the loader (`PT_INTERP`), if there is one the kernel would read. */
export function interpreterSegment(segments: readonly ElfSegment[]): ElfSegment | undefined {
  return segments.find(({ type, fileSizeBytes }) => type === interpreterType && fileSizeBytes <= maxPathBytes)
}

/** A path up to its terminator. */
export function decodePath(name: Uint8Array): string {
  const terminator = name.indexOf(0)
  return new TextDecoder().decode(terminator < 0 ? name : name.subarray(0, terminator))
}
