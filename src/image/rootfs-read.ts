import type { ImageConfig } from '../oci/image-config.ts'
import type { ImageManifest } from '../oci/image-manifest.ts'
import { shortDigest } from '../oci/digest.ts'
import type { Descriptor } from '../oci/descriptor.ts'
import type { LayerReader, LayerReading, LayerTrouble } from './layer-reader.ts'
import { createRootFsFold } from './rootfs-fold.ts'
import type { LayerFailure, LayerProblem, RootFsReading } from './rootfs.ts'
import type { ImageSource } from './source.ts'

export interface ReadRootFsOptions {
  readonly source: ImageSource
  readonly manifest: ImageManifest
  readonly config: ImageConfig
  readonly layers: LayerReader
  readonly signal?: AbortSignal
}

/**
 * Reads the layers of one image and lays them over each other. A layer that is damaged, cannot be read or cannot be had
 * is told in the result, never thrown.
 *
 * @throws HarnessError `interrupted` when the signal aborts
 */
export async function readRootFs(options: ReadRootFsOptions): Promise<RootFsReading> {
  const { manifest, config, layers } = options
  const fold = createRootFsFold(layers.limits.maxEntries)
  const problems: LayerProblem[] = countProblem(manifest, config)
  const failures: LayerFailure[] = []
  let isComplete = true

  for (const [index, reading] of (await readLayers(options)).entries()) {
    const layer = manifest.layers[index]
    if (layer === undefined) break
    const what = `layer ${index + 1} of ${manifest.layers.length} (${shortDigest(layer.digest)})`
    const report = ({ code, message }: LayerTrouble): void =>
      void problems.push({ code, message: `${what}: ${message}`, layer })
    const fault = reading.kind === 'read' ? fold.add(reading.layer.records) : undefined
    for (const trouble of troublesOf(reading)) report(trouble)
    if (fault !== undefined) report(fault)
    if (reading.kind === 'failed') failures.push({ layer, error: reading.error })
    isComplete &&= reading.kind === 'read' && fault === undefined
    if (fault?.code === 'rootfs/limit-exceeded') break
  }
  return { rootfs: fold.finish(), problems, failures, isComplete }
}

/** As many of an image's layers as are read ahead of being laid over each other; their reader may read fewer at once. */
const lanes = 8

/** In their order; layers beyond the entries an image may have are not read. */
async function readLayers(options: ReadRootFsOptions): Promise<readonly LayerReading[]> {
  const { source, manifest, config, layers, signal } = options
  const readings: LayerReading[] = []
  const ahead = manifest.layers.entries()
  let entries = 0
  const readOn = async (): Promise<void> => {
    for (const [index, descriptor] of ahead) {
      const diffId = config.diffIds[index]
      const promise = diffId === undefined ? {} : { diffId }
      const reading = await layers.read({ source, descriptor, ...promise, ...(signal === undefined ? {} : { signal }) })
      readings[index] = reading
      if (reading.kind === 'read') entries += reading.layer.records.length
      if (entries > layers.limits.maxEntries) return
    }
  }
  await Promise.all(Array.from({ length: lanes }, readOn))
  return readings
}

function troublesOf(reading: LayerReading): readonly LayerTrouble[] {
  return reading.kind === 'failed' ? [] : reading.troubles
}

/** https://github.com/opencontainers/image-spec/blob/v1.1.1/config.md#properties (rootfs) */
function countProblem(manifest: ImageManifest, config: ImageConfig): LayerProblem[] {
  const { layers } = manifest
  if (layers.length === config.diffIds.length) return []
  const layer: Descriptor = layers[config.diffIds.length] ?? manifest.config
  const message = `the config lists ${config.diffIds.length} layers, the manifest ${layers.length}`
  return [{ code: 'rootfs/layer-invalid', message, layer }]
}
