import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseImageManifest } from '../../src/oci/image-manifest.ts'
import { formatPlatform, normalizePlatform } from '../../src/oci/platform.ts'
import { parseImageIndex } from '../../src/oci/image-index.ts'
import { isAttestation } from '../../src/oci/attestation.ts'
import { formatRepository, parseReference } from '../../src/oci/reference.ts'
import { hundredPlatforms } from '../support/acceptance/hundred-platforms.ts'
import { openDistributionRegistry } from '../support/distribution-registry.ts'
import { runTask } from './everyarch.ts'

const inProject = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/** The images everything is measured with. */
export interface BenchImages {
  /** examples/flask for three platforms, by its tag. */
  readonly flask: string
  /** The same by digest. */
  readonly flaskByDigest: string
  readonly flaskRepository: string
  /** `linux/arm64=sha256:…`, one for each platform. */
  readonly flaskPlatforms: readonly string[]
  /** Every distinct layer of the three platforms, and where the registry has them. */
  readonly flaskLayers: { readonly url: string; readonly digests: readonly string[] }
  /** A hundred platforms of a few hundred bytes each, by tag. */
  readonly hundred: string
  /** How examples/flask is built for the three platforms: words for buildx, and for us. */
  readonly flaskBuild: { readonly context: string; readonly flags: readonly string[]; readonly repository: string }
  /** A configuration that runs no platform: what is then verified is what the registry and the files say. */
  readonly staticConfig: string
  /** The folder of an OCI image layout with one large layer. */
  readonly large: string
}

/** Looks at the built example, `repository:tag@digest`, and makes what else is needed, some of it in a folder. */
export async function prepareImages(built: string, folder: string): Promise<BenchImages> {
  const reference = parseReference(built)
  const flaskRepository = formatRepository(reference)
  const flaskByDigest = `${flaskRepository}@${reference.digest ?? ''}`
  const { stdout } = await runTask('crane', ['manifest', flaskByDigest])
  const { manifests } = parseImageIndex(JSON.parse(stdout))
  const flaskPlatforms = manifests.flatMap((descriptor) => {
    if (descriptor.platform === undefined || isAttestation(descriptor)) return []
    return [`${formatPlatform(normalizePlatform(descriptor.platform))}=${descriptor.digest}`]
  })
  const layers = await Promise.all(
    flaskPlatforms.map((pair) => readLayers(pair.replace(/^.*=/, `${flaskRepository}@`))),
  )
  const staticConfig = join(folder, 'static.config.mjs')
  await writeFile(staticConfig, "export default { level: 'static' }\n")
  const base = (await runTask(inProject('scripts/engine'), ['base', 'flask'])).stdout.trim()
  const platforms = flaskPlatforms.map((pair) => pair.replace(/=.*/, ''))
  const hundred = await hundredPlatforms(openDistributionRegistry())
  return {
    flask: `${flaskRepository}:${reference.tag ?? 'latest'}`,
    flaskByDigest,
    flaskRepository,
    flaskPlatforms,
    flaskLayers: {
      url: `http://${reference.registry}/v2/${reference.repository}`,
      digests: [...new Set(layers.flat())],
    },
    flaskBuild: {
      context: inProject('examples/flask'),
      flags: [`--platform=${platforms.join(',')}`, ...(base === '' ? [] : [base])],
      repository: `${reference.registry}/bench/flask`,
    },
    staticConfig,
    hundred: hundred.reference,
    large: folder,
  }
}

async function readLayers(image: string): Promise<readonly string[]> {
  const { stdout } = await runTask('crane', ['manifest', image])
  return parseImageManifest(JSON.parse(stdout)).layers.map(({ digest }) => digest)
}
