import type { Layer } from './layer.ts'

/** Layers that were read in this run, so that images that share them share the reading. */
export interface LayerMemory {
  /** A failure is not remembered. */
  get(key: string, read: () => Promise<Layer>): Promise<Layer>
}

/** About 100 MB: many images in one run must not fill memory; what falls out is read again when it is needed again. */
const maxRecords = 500_000

/** @default maxRecords 500_000 */
export function createLayerMemory(max = maxRecords): LayerMemory {
  /** In the order of their last use. */
  const layers = new Map<string, { readonly reading: Promise<Layer>; records: number }>()
  let records = 0
  const forgetOldest = (): void => {
    for (const [key, entry] of layers) {
      if (records <= max) return
      if (entry.records === 0) continue
      records -= entry.records
      layers.delete(key)
    }
  }
  return {
    get(key, read) {
      const known = layers.get(key)
      if (known !== undefined) {
        layers.delete(key)
        layers.set(key, known)
        return known.reading
      }
      const entry = { reading: read(), records: 0 }
      layers.set(key, entry)
      entry.reading.then(
        (layer) => {
          entry.records = layer.records.length
          records += entry.records
          forgetOldest()
        },
        () => void layers.delete(key),
      )
      return entry.reading
    },
  }
}
