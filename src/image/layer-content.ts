import { createElfCollector } from '../elf/elf-facts.ts'
import { isElf } from '../elf/elf-header.ts'
import { executableHeadBytes, mayBeForeignExecutable, readForeignExecutable } from './layer-executable.ts'
import type { FileContent } from './rootfs.ts'
import type { TarSink } from './tar-sink.ts'

/** Of an executable that is nothing known, this much is kept. */
const textBytes = 256
/** The kernel reads less of the line after `#!`; the rest is for messages. */
const shebangBytes = 4096
const newline = 0x0a
/** Enough to tell every kind of content by. */
const magicBytes = 4

export interface ContentOptions {
  readonly isExecutable: boolean
  /** Called once, when all of the file came; with undefined where nothing of it is of interest. */
  readonly onContent: (content: FileContent | undefined) => void
}

/** Looks at a file's content as it comes, and says what it is. */
export function createContentSink({ isExecutable, onContent }: ContentOptions): TarSink {
  let start = nothing
  let reader: ContentReader | undefined
  const choose = (): ContentReader => (reader = chooseReader(start, isExecutable))
  return {
    push(chunk) {
      if (reader !== undefined) return reader.push(chunk)
      if (start.byteLength === 0 && chunk.byteLength >= magicBytes) {
        start = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
        return choose().push(chunk)
      }
      start = Buffer.concat([start, chunk])
      if (start.byteLength >= magicBytes) choose().push(start)
    },
    finish() {
      if (reader === undefined) choose().push(start)
      onContent(reader?.finish())
    },
    leave: () => onContent(undefined),
  }
}

/** Keeps a file whole. */
export function createDatabaseSink(onContent: ContentOptions['onContent']): TarSink {
  const pieces: Uint8Array[] = []
  return {
    push: (chunk) => void pieces.push(Buffer.from(chunk)),
    finish: () => onContent({ kind: 'database', bytes: Buffer.concat(pieces) }),
    leave: () => onContent(undefined),
  }
}

const nothing: Buffer = Buffer.alloc(0)

interface ContentReader {
  push(chunk: Uint8Array): void
  finish(): FileContent | undefined
}

const noReader: ContentReader = { push: () => {}, finish: () => undefined }

function chooseReader(start: Buffer, isExecutable: boolean): ContentReader {
  if (isElf(start)) return readElf(isExecutable)
  if (start.toString('latin1', 0, 2) === '#!') {
    return readHead(2 + shebangBytes, (line) => ({ kind: 'script', shebang: line.slice(2) }), newline)
  }
  if (mayBeForeignExecutable(start)) {
    return readHead(executableHeadBytes, (head) => {
      const bytes = Buffer.from(head, 'latin1')
      return readForeignExecutable(bytes) ?? describeText(bytes.toString('latin1', 0, textBytes), isExecutable)
    })
  }
  return isExecutable ? readHead(textBytes, (head) => describeText(head, true)) : noReader
}

function describeText(head: string, isExecutable: boolean): FileContent | undefined {
  return isExecutable ? { kind: 'text', firstBytes: head } : undefined
}

function readElf(isExecutable: boolean): ContentReader {
  const collector = createElfCollector()
  const head = isExecutable ? readHead(textBytes, (text) => describeText(text, true)) : noReader
  return {
    push(chunk) {
      collector.push(chunk)
      head.push(chunk)
    },
    finish() {
      const facts = collector.finish()
      // Four right bytes make no ELF file; the kernel takes such a file for text.
      return facts === undefined ? head.finish() : { kind: 'elf', facts }
    },
  }
}

/**
 * The first bytes, before `end` where there is one, as latin1: a string is cheaper than memory outside of the heap, of
 * which a layer would take much.
 */
function readHead(maxBytes: number, describe: (head: string) => FileContent | undefined, end?: number): ContentReader {
  let head = ''
  let isWhole = false
  return {
    push(chunk) {
      if (isWhole) return
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, Math.min(chunk.byteLength, maxBytes - head.length))
      const found = end === undefined ? -1 : bytes.indexOf(end)
      head += bytes.toString('latin1', 0, found === -1 ? bytes.byteLength : found)
      isWhole = found !== -1 || head.length === maxBytes
    },
    finish: () => describe(head),
  }
}
