import type { Candidate } from '../image/candidate.ts'
import type { LayerReader } from '../image/layer-reader.ts'
import type { Digest } from '../oci/digest.ts'

/** How much of the files of all images has been read; layers that images share count once. */
export interface LayerProgress {
  readonly readLayers: number
  readonly totalLayers: number
  readonly readBytes: number
  readonly totalBytes: number
}

export interface FollowLayersOptions {
  readonly layers: LayerReader
  readonly onProgress?: (progress: LayerProgress) => void
}

/** The reader, which says how far it has come with the layers of these images. */
export async function followLayers(
  images: readonly Candidate[],
  { layers, onProgress }: FollowLayersOptions,
): Promise<LayerReader> {
  if (onProgress === undefined) return layers
  const manifests = await Promise.all(images.map(({ image }) => image.readManifest()))
  const sizes = new Map(
    manifests.flatMap(({ value }) => value.layers.map(({ digest, sizeBytes }) => [digest, sizeBytes] as const)),
  )
  const totalBytes = [...sizes.values()].reduce((sum, sizeBytes) => sum + sizeBytes, 0)
  const read = new Set<Digest>()
  let readBytes = 0
  const tell = (): void => onProgress({ readLayers: read.size, totalLayers: sizes.size, readBytes, totalBytes })
  tell()
  return {
    ...layers,
    read: async (request) => {
      const reading = await layers.read(request)
      const { digest } = request.descriptor
      if (!read.has(digest)) {
        read.add(digest)
        readBytes += sizes.get(digest) ?? 0
        tell()
      }
      return reading
    },
  }
}
