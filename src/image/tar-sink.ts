/** Takes the content of one entry, piece by piece; no piece may be kept without a copy. */
export interface TarSink {
  push(chunk: Uint8Array): void
  /** All of it came. */
  finish(): void
  /** It is not given, and {@link finish} not called: its file has larger holes than are filled. */
  leave(): void
}
