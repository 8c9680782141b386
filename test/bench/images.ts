import { formatPlatform, normalizePlatform } from '../../src/oci/platform.ts'
import { parseImageIndex } from '../../src/oci/image-index.ts'
import { isAttestation } from '../../src/oci/attestation.ts'
import { formatRepository, parseReference } from '../../src/oci/reference.ts'
import { hundredPlatforms } from '../support/acceptance/hundred-platforms.ts'
import { openDistributionRegistry } from '../support/distribution-registry.ts'
import { runTask } from './everyarch.ts'

/** The images everything is measured with. */
export interface BenchImages {
  /** examples/flask for three platforms, by its tag. */
  readonly flask: string
  /** The same by digest. */
  readonly flaskByDigest: string
  readonly flaskRepository: string
  /** `linux/arm64=sha256:…`, one for each platform. */
  readonly flaskPlatforms: readonly string[]
  /** A hundred platforms of a few hundred bytes each, by tag. */
  readonly hundred: string
}

/** Looks at the built example, `repository:tag@digest`, and pushes what else is needed. */
export async function prepareImages(built: string): Promise<BenchImages> {
  const reference = parseReference(built)
  const flaskRepository = formatRepository(reference)
  const flaskByDigest = `${flaskRepository}@${reference.digest ?? ''}`
  const { stdout } = await runTask('crane', ['manifest', flaskByDigest])
  const { manifests } = parseImageIndex(JSON.parse(stdout))
  const flaskPlatforms = manifests.flatMap((descriptor) => {
    if (descriptor.platform === undefined || isAttestation(descriptor)) return []
    return [`${formatPlatform(normalizePlatform(descriptor.platform))}=${descriptor.digest}`]
  })
  const hundred = await hundredPlatforms(openDistributionRegistry())
  return {
    flask: `${flaskRepository}:${reference.tag ?? 'latest'}`,
    flaskByDigest,
    flaskRepository,
    flaskPlatforms,
    hundred: hundred.reference,
  }
}
