/** Takes the content of one entry, piece by piece; no piece may be kept without a copy. */
export interface TarSink {
  push(chunk: Uint8Array): void
  /** All of it came. */
  finish(): void
}
