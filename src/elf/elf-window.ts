const headBytes = 512 * 1024
const tailBytes = 256 * 1024
const maxRangeBytes = 64 * 1024

/** A part of a file, by its place in it. */
export interface FileRange {
  readonly offset: number
  readonly sizeBytes: number
}

/** What is kept of a file that passes by once: its start, its end, and the ranges that were asked for in time. */
export interface ElfWindow {
  push(chunk: Uint8Array): void
  /** The bytes of a range; undefined where not all of it was kept. */
  read(range: FileRange): Uint8Array | undefined
  /** The bytes from the start that were kept. */
  head(): Uint8Array
  sizeBytes(): number
}

/** @param chooseRanges given the first bytes, names the ranges beyond them that will be read */
export function createElfWindow(chooseRanges: (head: Uint8Array) => readonly FileRange[]): ElfWindow {
  let head = Buffer.alloc(0)
  let tail = Buffer.alloc(0)
  let ranges: readonly KeptRange[] | undefined
  let size = 0
  const chooseOnce = (): readonly KeptRange[] =>
    (ranges ??= chooseRanges(head)
      .filter(({ sizeBytes }) => sizeBytes > 0 && sizeBytes <= maxRangeBytes)
      .map(({ offset, sizeBytes }) => ({ offset, bytes: Buffer.alloc(sizeBytes), filled: 0 })))
  return {
    push: (chunk) => {
      const offset = size
      size += chunk.byteLength
      const toHead = Math.min(headBytes - head.byteLength, chunk.byteLength)
      if (toHead > 0) head = Buffer.concat([head, chunk.subarray(0, toHead)])
      if (toHead === chunk.byteLength) return
      for (const range of chooseOnce()) keep(range, chunk, offset)
      const recent = chunk.byteLength >= tailBytes ? chunk.subarray(-tailBytes) : chunk
      const older = tail.subarray(Math.max(0, tail.byteLength + recent.byteLength - tailBytes))
      tail = Buffer.concat([older, recent])
    },
    read: ({ offset, sizeBytes }) => {
      const end = offset + sizeBytes
      if (!Number.isSafeInteger(end) || offset < 0 || sizeBytes < 0 || end > size) return undefined
      if (end <= head.byteLength) return head.subarray(offset, end)
      const tailStart = size - tail.byteLength
      if (offset >= tailStart) return tail.subarray(offset - tailStart, end - tailStart)
      const kept = ranges?.find((range) => range.offset === offset && range.bytes.byteLength === sizeBytes)
      return kept !== undefined && kept.filled === sizeBytes ? kept.bytes : undefined
    },
    head: () => head,
    sizeBytes: () => size,
  }
}

interface KeptRange {
  readonly offset: number
  readonly bytes: Buffer
  filled: number
}

/** Copies what a chunk has of a range. The part before the first chunk that is not all head may lie in the head. */
function keep(range: KeptRange, chunk: Uint8Array, offset: number): void {
  const start = Math.max(range.offset, offset)
  const end = Math.min(range.offset + range.bytes.byteLength, offset + chunk.byteLength)
  if (end <= start) return
  range.bytes.set(chunk.subarray(start - offset, end - offset), start - range.offset)
  range.filled += end - start
}
