/** The files of an image layout, in a folder or in an archive of one, by their paths in it: `blobs/sha256/ab12…`. */
export interface ArchiveFiles {
  /** Of the folder or file, for messages. */
  readonly path: string
  /** Undefined where there is no such file. */
  sizeOf(path: string): Promise<number | undefined>
  /** A file that is there, as it is read; no more bytes than {@link sizeOf} says. */
  open(path: string, signal?: AbortSignal): AsyncIterable<Uint8Array>
  close(): Promise<void>
}
