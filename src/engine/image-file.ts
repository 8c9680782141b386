import type { TarEntry } from '../image/tar-entry.ts'

/** The files of an image, before anything of it has run. */
export interface ImageFiles {
  /** One file by its absolute path; undefined where there is none. A symbolic link is itself. */
  read(path: string, limits?: ReadLimits): Promise<ImageFile | undefined>
  /** A folder and all below it, in the archive's order; undefined where there is none. */
  readTree(path: string, limits: TreeLimits): Promise<readonly ImageFile[] | undefined>
  close(): Promise<void>
}

export interface ImageFile {
  readonly entry: TarEntry
  /** Of a file, as far as it is read. */
  readonly bytes: Uint8Array
}

export interface ReadLimits {
  /** What is behind them of a file is left. @default 4194304 */
  readonly maxBytes?: number
}

export interface TreeLimits {
  /** More are an error. */
  readonly maxEntries: number
  /** Of the contents of all together; more are an error. */
  readonly maxBytes: number
  /** Whose content is wanted, by its name in the archive: `doc/apt/copyright`. */
  readonly wants: (name: string) => boolean
}
