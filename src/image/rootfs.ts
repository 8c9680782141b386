import type { ElfFacts } from '../elf/elf-facts.ts'
import type { HarnessError } from '../errors.ts'
import type { Descriptor } from '../oci/descriptor.ts'

/** One file of a layer or of the folded root: what the audit needs, never the whole content. */
export interface FileEntry {
  /** Absolute and normalised: `/usr/bin/env`; the root itself is `/`. */
  readonly path: string
  readonly kind: 'file' | 'directory' | 'symlink' | 'device' | 'fifo'
  /** Permission bits, with setuid, setgid and sticky: `0o4755`. */
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly sizeBytes: number
  /** Of a symlink, as written. */
  readonly target?: string
  /** Of a regular file that is interesting. */
  readonly content?: FileContent
}

/** What the content of a regular file is, as far as it matters to whoever starts it or compares its packages. */
export type FileContent =
  | { readonly kind: 'elf'; readonly facts: ElfFacts }
  /** The first line after `#!`, up to 4 KiB, as latin1; a carriage return at its end is kept. */
  | { readonly kind: 'script'; readonly shebang: string }
  /** Executable, and nothing of the above: its first bytes, 256 at most, as latin1. */
  | { readonly kind: 'text'; readonly firstBytes: string }
  /** An OCI architecture, `universal` for several in one file, `any` for managed code that has none, or `unknown`. */
  | { readonly kind: 'macho' | 'pe'; readonly architecture: string }
  /** Executable, and without a single byte. */
  | { readonly kind: 'empty' }
  /** A package database or one of few settings files, whole; absent where it is larger than what is kept. */
  | { readonly kind: 'database'; readonly bytes: Uint8Array }

/** The files a container of an image starts with. */
export interface RootFs {
  /** By absolute path without symlinks in it; a hardlink has the content of the file it is. */
  readonly entries: ReadonlyMap<string, FileEntry>
  /** Follows symlinks as a process inside the root would: `..` never leads out of it, and 40 links are the limit. */
  resolve(path: string, from?: string): Resolution
  /** What lies directly in a directory; empty where there is none. */
  list(directory: string): readonly FileEntry[]
}

/** Where a path leads; `walked` are the absolute paths gone through, each symlink among them, the last one reached last. */
export type Resolution =
  | { readonly kind: 'found'; readonly entry: FileEntry; readonly walked: readonly string[] }
  | { readonly kind: 'missing' | 'loop' | 'not-a-directory'; readonly walked: readonly string[] }

/** Something wrong with a layer, or a reason it cannot be read: a finding of the platform. */
export interface LayerProblem {
  readonly code: 'rootfs/layer-invalid' | 'rootfs/layer-unreadable' | 'rootfs/limit-exceeded'
  readonly message: string
  readonly layer: Descriptor
}

/** A layer that its source could not give: missing, other bytes than its digest says, or a source that failed. */
export interface LayerFailure {
  readonly layer: Descriptor
  readonly error: HarnessError
}

/** The root of one image, as far as its layers could be read. */
export interface RootFsReading {
  readonly rootfs: RootFs
  readonly problems: readonly LayerProblem[]
  readonly failures: readonly LayerFailure[]
  /** False where the files of some layer are not in `rootfs`: what is missing there proves nothing. */
  readonly isComplete: boolean
}
