import { createElfCollector } from '../elf/elf-facts.ts'
import { isElf } from '../elf/elf-header.ts'
import { executableHeadBytes, mayBeForeignExecutable, readForeignExecutable } from './layer-executable.ts'
import type { FileContent } from './rootfs.ts'
import type { TarSink } from './tar-sink.ts'

/** Of an executable that is nothing known, this much is kept. */
const textBytes = 256
/** The kernel reads less of the line after `#!`; the rest is for messages. */
const shebangBytes = 4096
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
    return readHead(2 + shebangBytes, (head) => {
      const end = head.indexOf(0x0a)
      return { kind: 'script', shebang: head.toString('latin1', 2, end === -1 ? head.byteLength : end) }
    })
  }
  if (mayBeForeignExecutable(start)) {
    return readHead(executableHeadBytes, (head) => readForeignExecutable(head) ?? describeText(head, isExecutable))
  }
  return isExecutable ? readHead(textBytes, (head) => describeText(head, true)) : noReader
}

function describeText(head: Buffer, isExecutable: boolean): FileContent | undefined {
  return isExecutable ? { kind: 'text', firstBytes: head.toString('latin1', 0, textBytes) } : undefined
}

function readElf(isExecutable: boolean): ContentReader {
  const collector = createElfCollector()
  const head = readHead(textBytes, (bytes) => describeText(bytes, isExecutable))
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

/** Most heads come in one piece; they are copied into memory that small buffers share. */
function readHead(maxBytes: number, describe: (head: Buffer) => FileContent | undefined): ContentReader {
  let head = nothing
  return {
    push(chunk) {
      if (head.byteLength === maxBytes) return
      const taken = Buffer.from(chunk.subarray(0, maxBytes - head.byteLength))
      head = head.byteLength === 0 ? taken : Buffer.concat([head, taken])
    },
    finish: () => describe(head),
  }
}
