import type { LayerRecords } from './layer-records.ts'
import type { FileEntry } from './rootfs.ts'
import type { TreeLeaf, TreeLeaves } from './rootfs-tree.ts'

/** The records of all layers of an image under running numbers. */
export interface LayerLeaves extends TreeLeaves {
  /** The number of the layer's first record. */
  add(records: LayerRecords): number
}

export function createLeaves(): LayerLeaves {
  const layers: { readonly records: LayerRecords; readonly first: number }[] = []
  let length = 0
  const find = (leaf: TreeLeaf): { readonly records: LayerRecords; readonly first: number } | undefined => {
    let low = 0
    let high = layers.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((layers[middle]?.first ?? 0) <= leaf) low = middle
      else high = middle - 1
    }
    return layers[low]
  }
  return {
    add(records) {
      const first = length
      // A layer without records has no number to be found by.
      if (records.length > 0) layers.push({ records, first })
      length += records.length
      return first
    },
    linkOf(leaf) {
      const layer = find(leaf)
      if (layer?.records.kindOf(leaf - layer.first) !== 'symlink') return undefined
      return layer.records.targetOf(leaf - layer.first)
    },
    entryOf(leaf, path): FileEntry {
      const layer = find(leaf)
      const record = layer?.records.get(leaf - layer.first)
      if (record === undefined || !('mode' in record)) throw new RangeError(`no file has the number ${leaf}`)
      return record.path === path ? record : { ...record, path }
    },
  }
}
