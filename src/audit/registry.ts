import type { PlatformImage } from '../image/platform-image.ts'
import type { Presence } from '../image/source.ts'
import type { ImageView } from '../image/view.ts'
import type { Descriptor } from '../oci/descriptor.ts'
import { shortDigest, type Digest } from '../oci/digest.ts'
import { parseLayerType } from '../oci/layer-type.ts'
import { createFinding, type Finding } from '../report/finding.ts'

/** Asks a source for blobs by digest, each once however many images share it. */
export type BlobCheck = (digest: Digest) => Promise<Presence>

/** A check of blobs against the image's own source, never a local copy. */
export function createBlobCheck(view: ImageView, signal?: AbortSignal): BlobCheck {
  const asked = new Map<Digest, Promise<Presence>>()
  return (digest) => {
    const known = asked.get(digest) ?? view.source.checkBlob(digest, signal)
    asked.set(digest, known)
    return known
  }
}

/**
 * Whether the source holds every layer of an image, with the sizes its manifest says.
 * Layers that are fetched from elsewhere by their URLs are exempt.
 * https://github.com/opencontainers/image-spec/blob/v1.1.1/layer.md#non-distributable-layers
 */
export async function auditLayers(image: PlatformImage, check: BlobCheck): Promise<Finding[]> {
  const { layers } = (await image.readManifest()).value
  const found = await Promise.all(
    layers.map(async (descriptor, number) => {
      if (isFetchedElsewhere(descriptor)) return undefined
      const what = `layer ${number + 1} of ${layers.length} of ${image.position}`
      return describePresence(what, descriptor, await check(descriptor.digest))
    }),
  )
  return found.filter((finding) => finding !== undefined)
}

function isFetchedElsewhere({ mediaType, urls }: Descriptor): boolean {
  return (urls !== undefined && urls.length > 0) || parseLayerType(mediaType)?.distributable === false
}

function describePresence(what: string, descriptor: Descriptor, presence: Presence): Finding | undefined {
  const { digest, sizeBytes } = descriptor
  if (presence.state === 'missing') {
    return createFinding(
      'registry/blob-missing',
      `the registry does not hold ${what} (${shortDigest(digest)}, ${sizeBytes} bytes)`,
      {
        evidence: { digest, sizeBytes, blob: what },
        hint: 'push the image again: no engine can pull it',
      },
    )
  }
  if (presence.sizeBytes === undefined || presence.sizeBytes === sizeBytes) return undefined
  return createFinding(
    'registry/size-mismatch',
    `${what} has ${presence.sizeBytes} bytes, its descriptor says ${sizeBytes}`,
    {
      evidence: { digest, sizeBytes, actualBytes: presence.sizeBytes, blob: what },
    },
  )
}

/** Whether the source holds every attestation the index lists. */
export async function auditAttestationManifests(view: ImageView, signal?: AbortSignal): Promise<Finding[]> {
  // Engines take no attestations with a platform.
  if (view.source.partial !== undefined) return []
  const found = await Promise.all(
    view.attestations.map(async ({ position, descriptor }) => {
      const presence = await view.source.checkManifest(descriptor.digest, signal)
      if (presence.state === 'present') return []
      const message = `the registry does not hold the attestation ${position} (${shortDigest(descriptor.digest)})`
      const hint = 'push the image again; clean-up jobs that delete untagged manifests are the usual cause'
      const evidence = { digest: descriptor.digest, position }
      return [createFinding('registry/manifest-missing', message, { evidence, hint })]
    }),
  )
  return found.flat()
}
