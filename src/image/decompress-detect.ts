import type { LayerCompression } from './layer.ts'

/** What the first bytes say a layer is packed with; a plain tar has a magic word only where it is a modern one. */
export type DetectedCompression = LayerCompression | 'bzip2' | 'xz' | 'lz4' | 'lzip'

/** Enough of a blob to tell. */
export const detectionBytes = 10

const magics: readonly {
  readonly magic: readonly (number | undefined)[]
  readonly compression: DetectedCompression
}[] = [
  { magic: [0x1f, 0x8b], compression: 'gzip' },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], compression: 'zstd' },
  // `BZh`, a level, and the start of a block: a tar may begin with a name in `BZh`.
  { magic: [0x42, 0x5a, 0x68, undefined, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59], compression: 'bzip2' },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], compression: 'xz' },
  { magic: [0x04, 0x22, 0x4d, 0x18], compression: 'lz4' },
  { magic: [0x4c, 0x5a, 0x49, 0x50, 0x01], compression: 'lzip' },
]

/** By the first {@link detectionBytes} bytes, or fewer where there are no more. */
export function detectCompression(start: Uint8Array): DetectedCompression {
  const found = magics.find(({ magic }) => magic.every((byte, index) => byte === undefined || start[index] === byte))
  return found?.compression ?? (isSkippableFrame(start) ? 'zstd' : 'none')
}

/** A zstd stream may begin with frames that hold no data. https://www.rfc-editor.org/rfc/rfc8878#section-3.1.2 */
function isSkippableFrame(start: Uint8Array): boolean {
  return ((start[0] ?? 0) & 0xf0) === 0x50 && start[1] === 0x2a && start[2] === 0x4d && start[3] === 0x18
}
