import { createLayerScan } from '../../../src/image/layer-scan.ts'
import { defaultLayerLimits } from '../../../src/image/layer-limits.ts'
import type { LayerFault } from '../../../src/image/layer-fault.ts'
import type { LayerRecord } from '../../../src/image/layer-record.ts'
import { createLayerRecords, type LayerRecords } from '../../../src/image/layer-records.ts'
import type { RootFs } from '../../../src/image/rootfs.ts'
import { createRootFsFold } from '../../../src/image/rootfs-fold.ts'
import { archive } from './tar-bytes.ts'

/** What is kept of a layer whose tar has these parts. */
export function scanLayer(...parts: readonly Uint8Array[]): readonly LayerRecord[] {
  const records = packLayer(parts)
  return Array.from({ length: records.length }, (_, index) => records.get(index))
}

/** The same, packed as it is kept. */
export function packLayer(parts: readonly Uint8Array[]): LayerRecords {
  const scan = createLayerScan(defaultLayerLimits)
  scan.push(archive(...parts))
  return scan.finish()
}

/** Records, packed. */
export function packRecords(records: readonly LayerRecord[]): LayerRecords {
  const builder = createLayerRecords()
  for (const record of records) builder.add(record)
  return builder.finish()
}

/** Layers laid over each other, the lowest first; each is a list of a tar's parts. */
export function foldLayers(...layers: readonly (readonly Uint8Array[])[]): {
  readonly rootfs: RootFs
  readonly faults: readonly LayerFault[]
  /** Every path, `/` left out, in order of the alphabet; folders end in a slash. */
  readonly paths: readonly string[]
} {
  const fold = createRootFsFold(1_000_000)
  const faults = layers.flatMap((parts) => fold.add(packLayer(parts)) ?? [])
  const rootfs = fold.finish()
  const paths = [...rootfs.entries.values()].map(({ path, kind }) => (kind === 'directory' ? `${path}/` : path))
  return { rootfs, faults, paths: paths.filter((path) => path !== '//').toSorted() }
}
