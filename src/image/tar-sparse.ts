import { invalidLayer } from './layer-fault.ts'
import { readDecimal, readNumberField } from './tar-field.ts'
import { blockBytes } from './tar-header.ts'
import type { TarSink } from './tar-sink.ts'

/** A piece of a sparse file that is stored; all between the pieces is zeros. */
export interface SparsePiece {
  readonly offset: number
  readonly sizeBytes: number
}

/** No file that is worth looking into has more pieces. */
const maxPieces = 100_000

/** Offsets and lengths in turn, as pieces in order. @throws LayerFault where they overlap or leave the file */
export function toSparsePieces(numbers: readonly number[], realSizeBytes: number): readonly SparsePiece[] {
  if (numbers.length % 2 !== 0) throw wrongMap()
  if (numbers.length > 2 * maxPieces) throw invalidLayer(`a sparse file of its tar has over ${maxPieces} pieces`)
  const pieces: SparsePiece[] = []
  let last = 0
  for (let at = 0; at < numbers.length; at += 2) {
    const offset = numbers[at] ?? 0
    const sizeBytes = numbers[at + 1] ?? 0
    if (offset < last || sizeBytes > realSizeBytes - offset) throw wrongMap()
    last = offset + sizeBytes
    if (sizeBytes > 0) pieces.push({ offset, sizeBytes })
  }
  return pieces
}

/** The pieces in a header of GNU's old format, or in a block that continues it; true where one more block follows. */
export function readOldSparseBlock(block: Buffer, isHeader: boolean, numbers: number[]): boolean {
  const start = isHeader ? 386 : 0
  const count = isHeader ? 4 : 21
  for (let at = start; at < start + count * 24 && (block[at] ?? 0) !== 0; at += 24) {
    numbers.push(readNumberField(block, at, 12), readNumberField(block, at + 12, 12))
  }
  if (numbers.length > 2 * maxPieces) throw invalidLayer(`a sparse file of its tar has over ${maxPieces} pieces`)
  return (block[start + count * 24] ?? 0) !== 0
}

/** The size a file of GNU's old sparse format has when it is unpacked. */
export function readOldRealSize(block: Buffer): number {
  return readNumberField(block, 483, 12)
}

/** Gives a sparse file to a sink as it is when unpacked; where its holes are too large, the sink is left. */
export function expandSparse(
  pieces: readonly SparsePiece[],
  realSizeBytes: number,
  maxHoleBytes: number,
  sink: TarSink,
): TarSink {
  const storedBytes = pieces.reduce((sum, piece) => sum + piece.sizeBytes, 0)
  if (realSizeBytes - storedBytes > maxHoleBytes) return { ...sink, push: () => {}, finish: () => sink.leave() }
  let position = 0
  let index = 0
  const fillTo = (offset: number): void => {
    for (; position < offset; position += zeros.byteLength) sink.push(zeros.subarray(0, offset - position))
    position = offset
  }
  return {
    ...sink,
    push(chunk) {
      for (let at = 0; at < chunk.byteLength;) {
        const piece = pieces[index]
        if (piece === undefined) return
        fillTo(Math.max(position, piece.offset))
        const taken = chunk.subarray(at, at + piece.offset + piece.sizeBytes - position)
        sink.push(taken)
        at += taken.byteLength
        position += taken.byteLength
        if (position === piece.offset + piece.sizeBytes) index++
      }
    },
    finish() {
      if (index < pieces.length) throw wrongMap()
      fillTo(realSizeBytes)
      sink.finish()
    },
  }
}

/** Reads the map at the start of a file's content (version 1.0): decimal numbers on lines of their own, then padding. */
export function readMapInContent(onMap: (numbers: readonly number[]) => TarSink): TarSink {
  const numbers: number[] = []
  let line = ''
  let read = 0
  let sink: TarSink | undefined
  let padding = -1
  const isWhole = (): boolean => numbers.length > 0 && numbers.length === 1 + 2 * (numbers[0] ?? 0)
  const readDigit = (byte: number): void => {
    read++
    if (byte !== 0x0a) {
      line += String.fromCharCode(byte)
      if (line.length > 16) throw wrongMap()
      return
    }
    numbers.push(readDecimal(line))
    line = ''
    if ((numbers[0] ?? 0) > maxPieces) throw wrongMap()
    if (!isWhole()) return
    padding = (blockBytes - (read % blockBytes)) % blockBytes
    sink = onMap(numbers.slice(1))
  }
  return {
    push(chunk) {
      let at = 0
      for (const byte of chunk) {
        if (padding >= 0) break
        readDigit(byte)
        at++
      }
      const skipped = Math.min(Math.max(padding, 0), chunk.byteLength - at)
      padding -= skipped
      if (at + skipped < chunk.byteLength) sink?.push(chunk.subarray(at + skipped))
    },
    finish() {
      if (padding < 0) throw wrongMap()
      sink?.finish()
    },
    leave: () => sink?.leave(),
  }
}

const zeros = new Uint8Array(64 * 1024)

function wrongMap(): Error {
  return invalidLayer('a sparse file of its tar has a map that cannot be')
}
