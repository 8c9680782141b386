import type { ElfHeader } from './elf-header.ts'
import { createElfReader } from './elf-reader.ts'
import type { ElfSegment } from './elf-segment.ts'
import type { ElfWindow, FileRange } from './elf-window.ts'

const loadSegment = 1
const dynamicSegment = 2
/** https://refspecs.linuxfoundation.org/elf/gabi4+/ch5.dynamic.html#dynamic_section */
const tags = { end: 0, needed: 1, stringTable: 5, stringTableSize: 10, soname: 14, rpath: 15, runpath: 29 } as const
const maxEntries = 4096
const maxStringBytes = 4096
/** Of each list; no program in use needs a tenth of it. */
const maxStrings = 1024
/** Of all of them together. */
const maxTextBytes = 64 * 1024

/** What a program or library asks of its loader. */
export interface ElfDynamic {
  readonly needed: readonly string[]
  readonly soname?: string
  readonly rpath: readonly string[]
  readonly runpath: readonly string[]
  /** True when some of it lies beyond what was kept of the file. */
  readonly truncated: boolean
}

/** Where the dynamic section lies. */
export function dynamicRange({ segments }: ElfHeader): FileRange | undefined {
  const segment = segments.find(({ type }) => type === dynamicSegment)
  return segment === undefined ? undefined : { offset: segment.offset, sizeBytes: segment.fileSizeBytes }
}

/** Reads the dynamic section; a static program has an empty one. */
export function readDynamic(header: ElfHeader, window: ElfWindow): ElfDynamic {
  const range = dynamicRange(header)
  const nothing = { needed: [], rpath: [], runpath: [] }
  if (range === undefined) return { ...nothing, truncated: false }
  const bytes = window.read(range)
  if (bytes === undefined) return { ...nothing, truncated: true }
  const entries = readEntries(bytes, header)
  const valueOf = (tag: number): number | undefined => entries.find((entry) => entry.tag === tag)?.value
  const table = locateStrings(valueOf(tags.stringTable), valueOf(tags.stringTableSize), header.segments)
  if (table === undefined) return { ...nothing, truncated: false }
  let truncated = false
  let textBytes = 0
  const stringsOf = (tag: number): string[] =>
    entries
      .filter((entry) => entry.tag === tag)
      .slice(0, maxStrings)
      .flatMap(({ value }) => {
        const text = readString(window, table, value)
        textBytes += text?.length ?? 0
        const isKept = text !== undefined && textBytes <= maxTextBytes
        truncated ||= !isKept
        return isKept ? text : []
      })
  const needed = stringsOf(tags.needed)
  const [soname] = stringsOf(tags.soname)
  const pathsOf = (tag: number): string[] =>
    stringsOf(tag)
      .slice(0, 1)
      .flatMap((paths) => paths.split(':', maxStrings))
  const [rpath, runpath] = [pathsOf(tags.rpath), pathsOf(tags.runpath)]
  return { needed, rpath, runpath, truncated, ...(soname === undefined ? {} : { soname }) }
}

interface DynamicEntry {
  readonly tag: number
  readonly value: number
}

function readEntries(bytes: Uint8Array, { wordBits, byteOrder }: ElfHeader): readonly DynamicEntry[] {
  const reader = createElfReader(bytes, wordBits, byteOrder)
  const wordBytes = wordBits / 8
  const entries: DynamicEntry[] = []
  for (let at = 0; at + 2 * wordBytes <= bytes.byteLength && entries.length < maxEntries; at += 2 * wordBytes) {
    const tag = reader.word(at)
    if (tag === tags.end) break
    entries.push({ tag, value: reader.word(at + wordBytes) })
  }
  return entries
}

/** The string table is named by its address in memory. */
function locateStrings(
  address: number | undefined,
  sizeBytes: number | undefined,
  segments: readonly ElfSegment[],
): FileRange | undefined {
  if (address === undefined || sizeBytes === undefined) return undefined
  const segment = segments.find(
    (candidate) =>
      candidate.type === loadSegment &&
      address >= candidate.address &&
      address < candidate.address + candidate.fileSizeBytes,
  )
  return segment === undefined ? undefined : { offset: address - segment.address + segment.offset, sizeBytes }
}

function readString(window: ElfWindow, table: FileRange, at: number): string | undefined {
  if (at >= table.sizeBytes) return ''
  const available = Math.min(table.sizeBytes - at, maxStringBytes, window.sizeBytes() - table.offset - at)
  const bytes = available > 0 ? window.read({ offset: table.offset + at, sizeBytes: available }) : undefined
  if (bytes === undefined) return undefined
  const end = bytes.indexOf(0)
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end))
}
