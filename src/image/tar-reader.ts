import { invalidLayer, overLimit } from './layer-fault.ts'
import { combineEntry, type Extensions, type StoredEntry, type TarEntry } from './tar-entry.ts'
import { decodeText } from './tar-field.ts'
import { blockBytes, isZeroBlock, parseTarHeader, type TarHeader } from './tar-header.ts'
import { parsePaxHeader } from './tar-pax.ts'
import { expandSparse, readMapInContent, readOldRealSize, readOldSparseBlock, toSparsePieces } from './tar-sparse.ts'
import type { TarSink } from './tar-sink.ts'

/** Called for every entry, in the archive's order; the sink it returns is given the content of a file. */
export type OnTarEntry = (entry: TarEntry, contentOffset: number) => TarSink | undefined

export interface TarReaderOptions {
  readonly maxExtensionBytes: number
  readonly maxHoleBytes: number
}

/**
 * Reads an archive that comes in pieces of any size; what it needs of memory is one header and the largest extended
 * header allowed. All of it throws a `LayerFault` where the archive is damaged.
 */
export interface TarReader {
  push(chunk: Uint8Array): void
  /** Bytes ahead that nobody wants: a source that can seek may leave out so many, or fewer, by {@link skip}. */
  readonly skippableBytes: number
  skip(bytes: number): void
  /** The archive's end, said by itself. */
  readonly isEnded: boolean
  /** The source has ended. */
  finish(): void
}

/** A sparse file of GNU's old format whose map goes on in the blocks behind its header. */
interface OldSparse {
  readonly header: TarHeader
  readonly numbers: number[]
  readonly realSizeBytes: number
}

/** What the bytes at hand are: a header unless said otherwise. */
interface Payload {
  leftBytes: number
  paddingBytes: number
  readonly sink: TarSink | undefined
}

export function createTarReader(onEntry: OnTarEntry, options: TarReaderOptions): TarReader {
  const carry = Buffer.alloc(blockBytes)
  let carriedBytes = 0
  let position = 0
  let payload: Payload | undefined
  let extensions: Extensions = {}
  let oldSparse: OldSparse | undefined
  let zeroBlocks = 0

  const startPayload = (sizeBytes: number, sink: TarSink | undefined): void => {
    payload = { leftBytes: sizeBytes, paddingBytes: (blockBytes - (sizeBytes % blockBytes)) % blockBytes, sink }
    if (sizeBytes === 0) endContent(payload)
  }
  const endContent = ({ sink, paddingBytes }: Payload): void => {
    sink?.finish()
    if (paddingBytes === 0) payload = undefined
  }
  const collect = (header: TarHeader, onBytes: (bytes: Buffer) => void): void => {
    if (header.sizeBytes > options.maxExtensionBytes) {
      throw overLimit(`an extended header of its tar says it has ${header.sizeBytes} bytes`)
    }
    const pieces: Uint8Array[] = []
    startPayload(header.sizeBytes, {
      push: (chunk) => void pieces.push(Buffer.from(chunk)),
      finish: () => onBytes(Buffer.concat(pieces)),
      leave: () => {},
    })
  }
  const startEntry = ({ entry, sparse }: StoredEntry): void => {
    extensions = {}
    const { storedBytes } = entry
    const sink = onEntry(entry, position)
    if (sink === undefined || sparse === undefined) return startPayload(storedBytes, sink)
    const expand = (numbers: readonly number[]): TarSink =>
      expandSparse(toSparsePieces(numbers, entry.sizeBytes), entry.sizeBytes, options.maxHoleBytes, sink)
    startPayload(
      storedBytes,
      sparse.kind === 'map-in-content'
        ? readMapInContent(expand)
        : expandSparse(sparse.pieces, entry.sizeBytes, options.maxHoleBytes, sink),
    )
  }
  const startOldSparse = (header: TarHeader, numbers: readonly number[], realSizeBytes: number): void => {
    const { entry } = combineEntry(header, extensions)
    const pieces = toSparsePieces(numbers, realSizeBytes)
    startEntry({ entry: { ...entry, sizeBytes: realSizeBytes }, sparse: { kind: 'map', realSizeBytes, pieces } })
  }
  const readBlock = (block: Buffer): void => {
    if (oldSparse !== undefined) {
      const { header, numbers, realSizeBytes } = oldSparse
      if (readOldSparseBlock(block, false, numbers)) return
      oldSparse = undefined
      return startOldSparse(header, numbers, realSizeBytes)
    }
    if (isZeroBlock(block)) return void zeroBlocks++
    if (zeroBlocks > 0) throw invalidLayer('its tar goes on after a block of zeros')
    const header = parseTarHeader(block)
    switch (header.typeFlag) {
      case 'x':
        return collect(header, (bytes) => (extensions = { ...extensions, pax: parsePaxHeader(bytes) }))
      case 'g':
        // Engines leave headers for all entries unread.
        return startPayload(header.sizeBytes, undefined)
      case 'L':
        return collect(header, (bytes) => (extensions = { ...extensions, longName: untilNul(bytes) }))
      case 'K':
        return collect(header, (bytes) => (extensions = { ...extensions, longLinkName: untilNul(bytes) }))
      case 'S': {
        const sparse: OldSparse = { header, numbers: [], realSizeBytes: readOldRealSize(block) }
        if (readOldSparseBlock(block, true, sparse.numbers)) return void (oldSparse = sparse)
        return startOldSparse(header, sparse.numbers, sparse.realSizeBytes)
      }
      default:
        return startEntry(combineEntry(header, extensions))
    }
  }
  const isEnded = (): boolean => zeroBlocks >= 2
  const takePayload = (from: Payload, chunk: Buffer): number => {
    if (from.leftBytes > 0) {
      const taken = chunk.subarray(0, from.leftBytes)
      from.leftBytes -= taken.byteLength
      from.sink?.push(taken)
      if (from.leftBytes === 0) endContent(from)
      return taken.byteLength
    }
    const skipped = Math.min(from.paddingBytes, chunk.byteLength)
    from.paddingBytes -= skipped
    if (from.paddingBytes === 0) payload = undefined
    return skipped
  }
  const takeBlock = (chunk: Buffer): number => {
    const taken = Math.min(blockBytes - carriedBytes, chunk.byteLength)
    position += taken
    if (taken === blockBytes) readBlock(chunk.subarray(0, blockBytes))
    else {
      carriedBytes += chunk.copy(carry, carriedBytes, 0, taken)
      if (carriedBytes === blockBytes) {
        carriedBytes = 0
        readBlock(carry)
      }
    }
    return taken
  }

  return {
    push(bytes) {
      const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      for (let at = 0; at < chunk.byteLength && !isEnded();) {
        const rest = at === 0 ? chunk : chunk.subarray(at)
        if (payload === undefined) at += takeBlock(rest)
        else {
          const taken = takePayload(payload, rest)
          position += taken
          at += taken
        }
      }
    },
    get skippableBytes() {
      return payload === undefined || payload.sink !== undefined ? 0 : payload.leftBytes + payload.paddingBytes
    },
    skip(bytes) {
      if (payload === undefined) return
      const content = Math.min(bytes, payload.leftBytes)
      position += bytes
      payload.leftBytes -= content
      payload.paddingBytes -= bytes - content
      if (payload.leftBytes === 0 && payload.paddingBytes <= 0) payload = undefined
    },
    get isEnded() {
      return isEnded()
    },
    finish() {
      if (payload !== undefined && payload.leftBytes > 0) {
        throw invalidLayer(`its tar ends in the middle of an entry, ${payload.leftBytes} bytes early`)
      }
      if (carriedBytes > 0 || oldSparse !== undefined) throw invalidLayer('its tar ends in the middle of a header')
    },
  }
}

function untilNul(bytes: Buffer): string {
  const terminator = bytes.indexOf(0)
  return decodeText(bytes, 0, terminator === -1 ? bytes.byteLength : terminator)
}
