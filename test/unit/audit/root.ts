import type { ElfFacts } from '../../../src/elf/elf-facts.ts'
import type { LayerRecord } from '../../../src/image/layer-record.ts'
import { createRootFsFold } from '../../../src/image/rootfs-fold.ts'
import type { FileContent, RootFs } from '../../../src/image/rootfs.ts'
import { packRecords } from '../image/fold-layers.ts'

/** What a test says of one file; the mode is 0755 for programs and scripts unless told. */
export interface FileDraft {
  readonly mode?: number
  readonly uid?: number
  readonly gid?: number
  readonly sizeBytes?: number
  readonly content?: FileContent
  readonly target?: string
  readonly kind?: 'directory' | 'device' | 'fifo'
}

/** A root of these files, laid as a layer is. */
export function makeRoot(files: Readonly<Record<string, FileDraft>>): RootFs {
  const records = Object.entries(files).map(([path, draft]): LayerRecord => {
    const { mode = 0o755, uid = 0, gid = 0, sizeBytes = 1000, content, target } = draft
    const owner = { path, mode, uid, gid }
    if (target !== undefined) return { ...owner, kind: 'symlink', sizeBytes: 0, target }
    if (draft.kind !== undefined) return { ...owner, kind: draft.kind, sizeBytes: 0 }
    return { ...owner, kind: 'file', sizeBytes, ...(content === undefined ? {} : { content }) }
  })
  const fold = createRootFsFold(1_000_000)
  const fault = fold.add(packRecords(records))
  if (fault !== undefined) throw fault
  return fold.finish()
}

const machines: Readonly<Record<string, Pick<ElfFacts, 'machine' | 'wordBits' | 'byteOrder'>>> = {
  '386': { machine: 3, wordBits: 32, byteOrder: 'little' },
  amd64: { machine: 62, wordBits: 64, byteOrder: 'little' },
  arm: { machine: 40, wordBits: 32, byteOrder: 'little' },
  arm64: { machine: 183, wordBits: 64, byteOrder: 'little' },
  ppc64le: { machine: 21, wordBits: 64, byteOrder: 'little' },
  riscv64: { machine: 243, wordBits: 64, byteOrder: 'little' },
  s390x: { machine: 22, wordBits: 64, byteOrder: 'big' },
  unknown: { machine: 0xeef0, wordBits: 64, byteOrder: 'little' },
}

/** Facts of a static program, where the test says no more. */
export function facts(architecture: string, more: Partial<ElfFacts> = {}): ElfFacts {
  const machine = machines[architecture] ?? { machine: 0xeef0, wordBits: 64 as const, byteOrder: 'little' as const }
  return {
    ...machine,
    architecture,
    type: 'executable',
    osAbi: 0,
    flags: 0,
    needed: [],
    rpath: [],
    runpath: [],
    truncated: false,
    ...more,
  }
}

/** A static program. */
export function program(architecture: string, more: Partial<ElfFacts> = {}, draft: FileDraft = {}): FileDraft {
  return { ...draft, content: { kind: 'elf', facts: facts(architecture, more) } }
}

/** A shared library, which nobody may execute. */
export function library(architecture: string, more: Partial<ElfFacts> = {}, draft: FileDraft = {}): FileDraft {
  return program(architecture, { type: 'shared', ...more }, { mode: 0o644, ...draft })
}

/** A script by its first line. */
export function script(shebang: string, draft: FileDraft = {}): FileDraft {
  return { ...draft, content: { kind: 'script', shebang } }
}

/** An executable that is neither machine code nor a script. */
export function text(firstBytes: string, draft: FileDraft = {}): FileDraft {
  return { ...draft, content: { kind: 'text', firstBytes } }
}

/** A settings file or package database. */
export function database(content: string | Uint8Array): FileDraft {
  return { mode: 0o644, content: { kind: 'database', bytes: Buffer.from(content) } }
}

export function link(target: string): FileDraft {
  return { mode: 0o777, target }
}
