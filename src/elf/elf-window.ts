import { createTail } from './elf-tail.ts'

const headBytes = 512 * 1024
const tailBytes = 256 * 1024
const maxRangeBytes = 64 * 1024
const maxRanges = 32

/** A part of a file, by its place in it. */
export interface FileRange {
  readonly offset: number
  readonly sizeBytes: number
}

/** What is kept of a file that passes by once: its start, its end, and what was asked for in time. */
export interface ElfWindow {
  push(chunk: Uint8Array): void
  /** The bytes of a range; undefined where not all of it was kept. */
  read(range: FileRange): Uint8Array | undefined
  /** The bytes from the start that were kept. */
  head(): Uint8Array
  sizeBytes(): number
}

/** What to keep beyond the start and the end. */
export interface ElfWindowWishes {
  /** At most 64 KiB each. */
  readonly ranges: readonly FileRange[]
  /** Bytes to look for, and how much to keep around each place they are at. */
  readonly mark?: { readonly bytes: Buffer; readonly beforeBytes: number; readonly sizeBytes: number }
}

/** @param choose given the first bytes, says what beyond them will be read */
export function createElfWindow(choose: (head: Uint8Array) => ElfWindowWishes): ElfWindow {
  let head = Buffer.alloc(0)
  let headLength = 0
  let size = 0
  let beyond: Beyond | undefined

  const keepHead = (bytes: Uint8Array): void => {
    const needed = headLength + bytes.byteLength
    if (needed > head.byteLength) {
      const larger = Buffer.allocUnsafe(Math.min(headBytes, Math.max(needed, 2 * head.byteLength)))
      larger.set(head.subarray(0, headLength))
      head = larger
    }
    head.set(bytes, headLength)
    headLength = needed
  }
  const readHead = ({ offset, sizeBytes }: FileRange): Uint8Array | undefined =>
    offset + sizeBytes <= headLength ? head.subarray(offset, offset + sizeBytes) : undefined

  return {
    push: (chunk) => {
      size += chunk.byteLength
      const toHead = Math.min(headBytes - headLength, chunk.byteLength)
      if (toHead > 0) keepHead(chunk.subarray(0, toHead))
      if (toHead === chunk.byteLength) return
      beyond ??= createBeyond(choose(head), head)
      beyond.push(toHead === 0 ? chunk : chunk.subarray(toHead))
    },
    read: (range) => {
      const end = range.offset + range.sizeBytes
      if (!Number.isSafeInteger(end) || range.offset < 0 || range.sizeBytes < 0 || end > size) return undefined
      return readHead(range) ?? beyond?.read(range)
    },
    head: () => head.subarray(0, headLength),
    sizeBytes: () => size,
  }
}

interface Beyond {
  push(bytes: Uint8Array): void
  read(range: FileRange): Uint8Array | undefined
}

/** A range of which the first `filled` bytes were seen. */
interface KeptRange {
  readonly offset: number
  readonly bytes: Buffer
  filled: number
}

/** What is kept of all that comes after a full head. */
function createBeyond({ ranges, mark }: ElfWindowWishes, head: Buffer): Beyond {
  const tail = createTail(tailBytes)
  const kept: KeptRange[] = []
  let passed = head.byteLength
  /** The last bytes before the next ones: a mark may lie across both. */
  let carried =
    mark === undefined ? head.subarray(0, 0) : Buffer.from(head.subarray(-mark.bytes.byteLength - mark.beforeBytes))
  const add = (offset: number, sizeBytes: number, seen: Uint8Array, seenAt: number): void => {
    if (kept.length >= maxRanges || sizeBytes <= 0 || sizeBytes > maxRangeBytes) return
    const range = { offset, bytes: Buffer.allocUnsafe(sizeBytes), filled: 0 }
    fill(range, seen, seenAt)
    kept.push(range)
  }
  for (const { offset, sizeBytes } of ranges) add(offset, sizeBytes, head, 0)

  return {
    push: (bytes) => {
      for (const range of kept) fill(range, bytes, passed)
      if (mark !== undefined) {
        const seen = Buffer.concat([carried, bytes])
        const seenAt = passed - carried.byteLength
        for (
          let at = seen.indexOf(mark.bytes);
          at >= 0 && kept.length < maxRanges;
          at = seen.indexOf(mark.bytes, at + 1)
        ) {
          const start = at - mark.beforeBytes
          if (start >= 0 && !kept.some(({ offset }) => offset === seenAt + start)) {
            add(seenAt + start, mark.sizeBytes, seen, seenAt)
          }
        }
        carried = Buffer.from(seen.subarray(-mark.bytes.byteLength - mark.beforeBytes))
      }
      tail.push(bytes)
      passed += bytes.byteLength
    },
    read: ({ offset, sizeBytes }) => {
      const end = offset + sizeBytes
      const range = kept.find((candidate) => offset >= candidate.offset && end <= candidate.offset + candidate.filled)
      if (range !== undefined) return range.bytes.subarray(offset - range.offset, end - range.offset)
      const last = tail.bytes()
      const lastAt = passed - last.byteLength
      if (offset >= lastAt) return last.subarray(offset - lastAt, end - lastAt)
      // The tail may begin where the head ends.
      if (lastAt > head.byteLength || offset > head.byteLength) return undefined
      return Buffer.concat([head.subarray(offset), last.subarray(head.byteLength - lastAt, end - lastAt)])
    },
  }
}

/** Copies what these bytes have of a range, if they go on where the last ones ended. */
function fill(range: KeptRange, bytes: Uint8Array, offset: number): void {
  const next = range.offset + range.filled
  const end = Math.min(range.offset + range.bytes.byteLength, offset + bytes.byteLength)
  if (next < offset || end <= next) return
  range.bytes.set(bytes.subarray(next - offset, end - offset), range.filled)
  range.filled = end - range.offset
}
