import { createDigester, type Digest } from '../oci/digest.ts'
import type { Descriptor } from '../oci/descriptor.ts'
import { decompress } from './decompress.ts'
import { detectCompression, detectionBytes } from './decompress-detect.ts'
import { createLayerFeed, peekFeed, type LayerFeed } from './layer-feed.ts'
import { LayerFault, overLimit } from './layer-fault.ts'
import type { LayerLimits } from './layer-limits.ts'
import type { Layer } from './layer.ts'
import { createLayerScan } from './layer-scan.ts'
import type { ImageSource } from './source.ts'

export interface LayerRequest {
  readonly source: ImageSource
  readonly descriptor: Descriptor
  /** What the config promises of the unpacked layer, where it does. */
  readonly diffId?: Digest
  readonly signal?: AbortSignal
}

/**
 * Reads a layer from its source, once, in memory that does not grow with its size.
 *
 * @throws LayerFault where the layer is damaged, too large or packed in an unknown way; whatever the source throws
 */
export async function readLayer(request: LayerRequest, limits: LayerLimits): Promise<Layer> {
  const feed = createLayerFeed(await request.source.openBlob(request.descriptor, request.signal))
  try {
    const layer = await readFeed(feed, request.diffId ?? 'sha256:', limits)
    // Bytes behind the end of the compressed data count for the digest.
    await feed.drain()
    return layer
  } catch (error) {
    // Damaged bytes are the source's fault where they are not the ones its digest promises: it says so at the end.
    if (error instanceof LayerFault && error.code === 'rootfs/layer-invalid') await feed.drain()
    throw error
  } finally {
    await feed.close()
  }
}

/** `promised` says by which algorithm to hash. */
async function readFeed(feed: LayerFeed, promised: Digest, limits: LayerLimits): Promise<Layer> {
  const compression = detectCompression(await peekFeed(feed, detectionBytes))
  if (compression !== 'gzip' && compression !== 'zstd' && compression !== 'none') {
    throw new LayerFault('rootfs/layer-unreadable', `it is packed with ${compression}, which engines do not unpack`)
  }
  const digester = createDigester(promised)
  const scan = createLayerScan(limits)
  let unpackedBytes = 0
  for await (const chunk of decompress(feed, compression)) {
    unpackedBytes += chunk.byteLength
    if (unpackedBytes > limits.maxLayerBytes) throw overLimit(`it unpacks to over ${limits.maxLayerBytes} bytes`)
    if (unpackedBytes > limits.ratioFreeBytes && unpackedBytes > limits.maxRatio * feed.consumedBytes) {
      throw overLimit(`it unpacks to over ${limits.maxRatio} times its size`)
    }
    digester.update(chunk)
    scan.push(chunk)
  }
  return { records: scan.finish(), diffId: digester.finish(), compression, unpackedBytes }
}
