import { satisfies, type Candidate } from '../image/candidate.ts'
import type { PlatformImage } from '../image/platform-image.ts'
import type { ImageView } from '../image/view.ts'
import { HarnessError } from '../errors.ts'
import { formatPlatform, normalizePlatform, type Platform } from '../oci/platform.ts'
import { createFinding, type Finding } from '../report/finding.ts'
import type { FindingCode } from '../report/finding-codes.ts'
import type { PlatformWishes } from './index-platforms.ts'
import { partialHint } from './partial-hint.ts'

/** What a registry that lacks something has wrong with it, and a store that holds some platforms only has not. */
const incomplete: ReadonlySet<FindingCode> = new Set(['registry/manifest-missing', 'registry/blob-missing'])

/** What was found of one image. */
interface Audited {
  readonly image: PlatformImage
  readonly findings: readonly Finding[]
}

/**
 * Says of each image that is not whole in a store which need not hold all of them that it is not there. Nobody who asked
 * for no platform misses it.
 */
export function excuseAbsent<T extends Audited>(
  { source: { partial } }: ImageView,
  audits: readonly T[],
  wishes: PlatformWishes,
): readonly T[] {
  if (partial === undefined) return audits
  return audits.map((audit) => {
    const { image, findings } = audit
    const others = findings.filter(({ code }) => !incomplete.has(code))
    if (others.length === findings.length) return audit
    const { declared, descriptor, position } = image
    const isAsked = declared === undefined || isAskedFor(normalizePlatform(declared), wishes)
    const absent = createFinding(
      'store/platform-absent',
      `${partial.holder} does not hold this platform, so nothing is said of it`,
      {
        severity: isAsked ? 'environment' : 'info',
        evidence: { digest: descriptor.digest, position },
        hint: partialHint(partial),
      },
    )
    return { ...audit, findings: [...others, absent] }
  })
}

/** True for an image that a store does not hold, and that nobody asked for. */
export function isAbsentUnasked({ findings }: Pick<Audited, 'findings'>): boolean {
  return findings.some(({ code, severity }) => code === 'store/platform-absent' && severity === 'info')
}

/** True for an image that is not whole in a store which need not hold it. */
export async function isAbsentHere({ source }: ImageView, image: PlatformImage): Promise<boolean> {
  if (source.partial === undefined) return false
  const { listed } = source.partial
  if (listed !== undefined) return !listed.has(image.descriptor.digest)
  try {
    const { config, layers } = (await image.readManifest()).value
    const found = await Promise.all([config, ...layers].map(({ digest }) => source.checkBlob(digest)))
    return found.some(({ state }) => state === 'missing')
  } catch (error) {
    if (error instanceof HarnessError) return error.code === 'content-missing'
    throw error
  }
}

/** Platforms that were asked for and are not in a store, where that alone is said of them. */
export function auditAbsent(
  { source: { partial } }: ImageView,
  absent: readonly Candidate[],
  wishes: PlatformWishes,
): readonly Finding[] {
  const names = absent.map(({ platform }) => platform).filter((platform) => isAskedFor(platform, wishes))
  if (partial === undefined || names.length === 0) return []
  const platforms = names.map(formatPlatform)
  const message = `${partial.holder} does not hold ${platforms.join(', ')}`
  return [createFinding('store/platform-absent', message, { evidence: { platforms }, hint: partialHint(partial) })]
}

function isAskedFor(platform: Platform, { wanted, required }: PlatformWishes): boolean {
  return [...wanted, ...required].some((want) => satisfies(platform, want))
}
