import { attestation, attestationOf } from '../attestation.ts'
import { serverImage } from '../busybox-image.ts'
import { uniqueText } from '../content.ts'
import { computeDigest } from '../../../src/oci/digest.ts'
import { index, listed } from '../image-builder.ts'
import { type ImageRegistry, type PushedImage, pushImage } from '../image-registry.ts'

/** Two platforms, an attestation of each. */
export async function attestations(registry: ImageRegistry): Promise<PushedImage> {
  const images = [await serverImage('linux/amd64'), await serverImage('linux/arm64')]
  return pushImage(registry, index([...images, ...images.map(attestation)]), 'attestations')
}

/** Two platforms, and an attestation of a manifest that the index does not list. */
export async function attestationDangling(registry: ImageRegistry): Promise<PushedImage> {
  const images = [await serverImage('linux/amd64'), await serverImage('linux/arm64')]
  const gone = attestationOf(computeDigest(Buffer.from(uniqueText())))
  return pushImage(registry, index([...images, ...images.map(attestation), gone]), 'attestation-dangling')
}

/** Two platforms, and attestations whose entries a tool has copied without their annotations. */
export async function attestationsUnmarked(registry: ImageRegistry): Promise<PushedImage> {
  const images = [await serverImage('linux/amd64'), await serverImage('linux/arm64')]
  const unmarked = images.map(attestation).map(({ content }) => listed(content, { platform: 'unknown/unknown' }))
  return pushImage(registry, index([...images, ...unmarked]), 'attestations-unmarked')
}

/** Two platforms, only the first of which has an attestation. */
export async function attestationOfOnePlatform(registry: ImageRegistry): Promise<PushedImage> {
  const amd64 = await serverImage('linux/amd64')
  const entries = [amd64, await serverImage('linux/arm64'), attestation(amd64)]
  return pushImage(registry, index(entries), 'attestation-of-one-platform')
}

/** `unknown/unknown` on an entry that is an image, and not marked as an attestation. */
export async function platformUnknown(registry: ImageRegistry): Promise<PushedImage> {
  const entries = [await serverImage('linux/amd64'), await serverImage('linux/arm64')] as const
  const unknown = listed(entries[1], { platform: 'unknown/unknown' })
  return pushImage(registry, index([entries[0], unknown]), 'platform-unknown')
}
