import { LayerFault } from '../../../src/image/layer-fault.ts'
import { defaultLayerLimits } from '../../../src/image/layer-limits.ts'
import type { TarEntry } from '../../../src/image/tar-entry.ts'
import { createTarReader } from '../../../src/image/tar-reader.ts'

/** An entry with its content as it is when unpacked, or without where it was not given whole. */
export type ReadEntry = TarEntry & { content?: Buffer }

export interface ReadTar {
  readonly entries: readonly ReadEntry[]
  readonly fault?: LayerFault
}

/** Reads an archive in pieces of one size; anything but a `LayerFault` is thrown on. */
export function readTar(bytes: Uint8Array, pieceBytes = bytes.byteLength): ReadTar {
  const entries: ReadEntry[] = []
  const reader = createTarReader((header) => {
    const read: ReadEntry = { ...header }
    const chunks: Uint8Array[] = []
    entries.push(read)
    return {
      push: (chunk) => void chunks.push(Buffer.from(chunk)),
      finish: () => (read.content = Buffer.concat(chunks)),
      leave: () => {},
    }
  }, defaultLayerLimits)
  try {
    for (let at = 0; at < bytes.byteLength; at += pieceBytes) reader.push(bytes.subarray(at, at + pieceBytes))
    reader.finish()
  } catch (fault) {
    if (fault instanceof LayerFault) return { entries, fault }
    throw fault
  }
  return { entries }
}
