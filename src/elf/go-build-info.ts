import type { ElfHeader } from './elf-header.ts'
import type { ElfWindow, FileRange } from './elf-window.ts'

/** What a Go program says of how it was built. */
export interface GoBuildInfo {
  /** `GOARM`: the ARM version it was made for. */
  readonly arm?: 5 | 6 | 7
  /** `GOAMD64`: the x86-64 level it was made for. */
  readonly amd64Level?: 1 | 2 | 3 | 4
}

const loadSegment = 1
const writable = 2
const maxBytes = 64 * 1024
const maxSegments = 3
const magic = Buffer.from('\xff Go buildinf:', 'latin1')
const alignBytes = 16
const headerBytes = 32
/** Since Go 1.18 both texts stand in the header's place, and no address has to be followed. */
const inlineTexts = 2

/** Where Go puts it: at the start of writable data, of which there is one segment more in position-independent programs. */
export function goDataRanges({ segments }: ElfHeader): readonly FileRange[] {
  return segments
    .filter(({ type, flags }) => type === loadSegment && (flags & writable) !== 0)
    .slice(0, maxSegments)
    .map(({ offset, fileSizeBytes }) => ({ offset, sizeBytes: Math.min(fileSizeBytes, maxBytes) }))
}

/**
 * The settings that decide which CPU a Go program needs; undefined where it is none, or says nothing.
 * https://pkg.go.dev/debug/buildinfo
 */
export function readGoBuildInfo(ranges: readonly FileRange[], window: ElfWindow): GoBuildInfo | undefined {
  for (const range of ranges) {
    const sizeBytes = Math.min(range.sizeBytes, maxBytes)
    const bytes = window.read({ offset: range.offset, sizeBytes })
    const found =
      bytes === undefined ? undefined : findBuildInfo(Buffer.from(bytes.buffer, bytes.byteOffset, sizeBytes))
    if (found !== undefined) return found
  }
  return undefined
}

function findBuildInfo(bytes: Buffer): GoBuildInfo | undefined {
  for (let at = bytes.indexOf(magic); at >= 0; at = bytes.indexOf(magic, at + 1)) {
    if (at % alignBytes === 0) return readTexts(bytes.subarray(at))
  }
  return undefined
}

function readTexts(bytes: Buffer): GoBuildInfo | undefined {
  if (((bytes[15] ?? 0) & inlineTexts) === 0) return undefined
  const version = readText(bytes, headerBytes)
  const modules = version === undefined ? undefined : readText(bytes, version.end)
  return modules === undefined ? undefined : readSettings(modules.text)
}

/** A text behind its length in ULEB128. */
function readText(bytes: Buffer, at: number): { readonly text: string; readonly end: number } | undefined {
  let length = 0
  for (let index = 0; index < 4; index++) {
    const byte = bytes[at + index]
    if (byte === undefined) return undefined
    length += (byte & 0x7f) * 2 ** (7 * index)
    if (byte >= 0x80) continue
    const start = at + index + 1
    return start + length > bytes.byteLength
      ? undefined
      : { text: bytes.toString('latin1', start, start + length), end: start + length }
  }
  return undefined
}

function readSettings(modules: string): GoBuildInfo {
  const arm = /^build\tGOARM=([567])(?:,|$)/m.exec(modules)?.[1]
  const level = /^build\tGOAMD64=v([1-4])$/m.exec(modules)?.[1]
  return {
    ...(arm === undefined ? {} : { arm: arm === '5' ? 5 : arm === '6' ? 6 : 7 }),
    ...(level === undefined ? {} : { amd64Level: level === '1' ? 1 : level === '2' ? 2 : level === '3' ? 3 : 4 }),
  }
}
