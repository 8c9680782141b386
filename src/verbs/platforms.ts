import { auditPlatforms } from '../audit/index-platforms.ts'
import { auditAbsent, isAbsentHere } from '../audit/partial.ts'
import { listCandidates } from '../audit/audit.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { HarnessError, toHarnessError } from '../errors.ts'
import type { PlatformImage } from '../image/platform-image.ts'
import type { ImageView } from '../image/view.ts'
import { formatDeclaredPlatform, formatPlatform } from '../oci/platform.ts'
import { toErrorReport } from '../report/error-report.ts'
import type { ImagePlatforms, PlatformsListing } from '../report/listing.ts'
import { toolInfo, type VerbContext } from './context.ts'
import { wishesOf } from './inspect.ts'
import { imagesAtOnce } from './many-images.ts'
import { inOrder } from './many-images-order.ts'
import { shareImages } from './many-images-shared.ts'
import { openNamedView } from './open-view.ts'
import { nameImages } from './read-image-lists.ts'
import { openClient } from './registry-access.ts'

/** Lists an image's platforms with their digests and sizes. */
export async function platforms(config: ResolvedConfig, context: VerbContext): Promise<PlatformsListing> {
  const names = await nameImages(config, context)
  const [only, ...others] = names
  if (only === undefined) {
    throw new HarnessError('usage-invalid', 'platforms needs an image', {
      hint: 'for example: everyarch platforms alpine:3',
    })
  }
  const client = openClient(config, context)
  const share = shareImages<ImagePlatforms>((listing, reference) => ({
    ...listing,
    image: { ...listing.image, reference },
  }))
  const document = { schemaVersion: 1, tool: toolInfo() } as const
  try {
    const list = async (name: string): Promise<ImagePlatforms> => {
      const view = await openNamedView(name, { client, config, context, isListed: true })
      return share(view, () => listPlatforms(view, config))
    }
    if (others.length === 0) return { ...document, ...(await list(only)) }
    const images: ImagePlatforms[] = []
    const listOrFail = (name: string): Promise<ImagePlatforms> =>
      list(name).catch((thrown: unknown) => failedListing(name, thrown, context.signal))
    for await (const listing of inOrder(names, imagesAtOnce, listOrFail)) images.push(listing)
    context.signal.throwIfAborted()
    return { ...document, images }
  } finally {
    await client.close()
  }
}

async function listPlatforms(view: ImageView, config: ResolvedConfig): Promise<ImagePlatforms> {
  const { source, root, attestations } = view
  const candidates = await listCandidates(view)
  const listed = await Promise.all(
    candidates.map(async ({ image, platform }) => {
      const [sizeBytes, isAbsent] = await Promise.all([readSize(view, image), isAbsentHere(view, image)])
      return {
        platform: formatPlatform(platform),
        ...(image.declared === undefined ? {} : { declared: formatDeclaredPlatform(image.declared) }),
        digest: image.descriptor.digest,
        ...(sizeBytes === undefined ? {} : { sizeBytes }),
        ...(isAbsent ? { absentFrom: source.partial?.holder ?? source.name } : {}),
      }
    }),
  )
  const absent = candidates.filter((_, number) => listed[number]?.absentFrom !== undefined)
  const wishes = wishesOf(config)
  const findings = [
    ...auditPlatforms(view, candidates, wishes).filter(({ severity }) => severity !== 'info'),
    ...auditAbsent(view, absent, wishes),
  ]
  return {
    image: { reference: source.name, digest: root.digest, mediaType: root.mediaType },
    attestations: attestations.length,
    platforms: listed,
    ...(findings.length === 0 ? {} : { findings }),
  }
}

/** Bytes on the wire; unknown where the registry does not hold the manifest. */
async function readSize({ source }: ImageView, image: PlatformImage): Promise<number | undefined> {
  const listed = source.partial?.listed
  if (listed !== undefined) return listed.get(image.descriptor.digest)
  try {
    const { config, layers } = (await image.readManifest()).value
    return [config, ...layers].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  } catch (error) {
    const saysLittle = ['content-missing', 'digest-mismatch', 'size-mismatch', 'content-invalid']
    if (error instanceof HarnessError && saysLittle.includes(error.code)) return undefined
    throw error
  }
}

function failedListing(name: string, thrown: unknown, signal: AbortSignal): ImagePlatforms {
  const error = toErrorReport(toHarnessError(signal.aborted ? signal.reason : thrown))
  return { image: { reference: name }, platforms: [], errors: [error] }
}
