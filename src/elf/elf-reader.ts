/** Reads fixed-size fields of an ELF file; the caller has checked that they lie inside. */
export interface ElfReader {
  readonly sizeBytes: number
  readonly wordBits: 32 | 64
  /** Two bytes. */
  half(offset: number): number
  /** Four bytes. */
  int(offset: number): number
  /** Four or eight bytes, as the class says; above 2^53 it is rounded, which no offset inside a file can be. */
  word(offset: number): number
}

export function createElfReader(bytes: Uint8Array, wordBits: 32 | 64, byteOrder: 'little' | 'big'): ElfReader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const little = byteOrder === 'little'
  return {
    sizeBytes: bytes.byteLength,
    wordBits,
    half: (offset) => view.getUint16(offset, little),
    int: (offset) => view.getUint32(offset, little),
    word: (offset) => (wordBits === 64 ? Number(view.getBigUint64(offset, little)) : view.getUint32(offset, little)),
  }
}
