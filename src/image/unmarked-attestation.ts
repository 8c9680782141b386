import { HarnessError } from '../errors.ts'
import type { Descriptor } from '../oci/descriptor.ts'
import { parseImageManifest } from '../oci/image-manifest.ts'
import { mediaTypes } from '../oci/media-type.ts'
import { isUnknownPlatform } from '../oci/platform.ts'
import type { ImageSource } from './source.ts'

/**
 * True for an attestation that lost the annotations of its entry, as `podman manifest create --all` leaves it: its content
 * still says what it is. Only an entry that is `unknown/unknown` is looked at.
 */
export async function isUnmarkedAttestation(
  source: ImageSource,
  descriptor: Descriptor,
  signal?: AbortSignal,
): Promise<boolean> {
  if (descriptor.platform === undefined || !isUnknownPlatform(descriptor.platform)) return false
  try {
    const { layers } = parseImageManifest((await source.readManifest(descriptor, signal)).value)
    return layers.length > 0 && layers.every(({ mediaType }) => mediaType === mediaTypes.inToto)
  } catch (error) {
    // It stays an image: whoever reads that is told what is wrong.
    if (error instanceof HarnessError && error.code !== 'interrupted') return false
    throw error
  }
}
