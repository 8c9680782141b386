import type { Candidate } from '../image/candidate.ts'
import type { PlatformImage } from '../image/platform-image.ts'
import { shortDigest, type Digest } from '../oci/digest.ts'
import { formatPlatform } from '../oci/platform.ts'
import { createFinding, type Finding } from '../report/finding.ts'

/** What an earlier image held: digests by normalised platform. */
export interface Baseline {
  /** As the user named it. */
  readonly name: string
  readonly platforms: ReadonlyMap<string, ReadonlySet<Digest>>
}

export interface BaselineFindings {
  /** Of the index as a whole. */
  readonly index: readonly Finding[]
  readonly images: ReadonlyMap<PlatformImage, readonly Finding[]>
}

/** A baseline of platforms with their digests, however often each is listed. */
export function createBaseline(
  name: string,
  entries: readonly { readonly platform: string; readonly digest?: Digest }[],
): Baseline {
  const platforms = new Map<string, Set<Digest>>()
  for (const { platform, digest } of entries) {
    const key = comparable(platform)
    const digests = platforms.get(key) ?? new Set()
    platforms.set(key, digest === undefined ? digests : digests.add(digest))
  }
  return { name, platforms }
}

/** The baseline that images whose platform is known make. */
export function baselineOf(name: string, candidates: readonly Candidate[]): Baseline {
  return createBaseline(
    name,
    candidates.map(({ image, platform }) => ({
      platform: formatPlatform(platform),
      digest: image.descriptor.digest,
    })),
  )
}

/** What was lost and added since the baseline, and what was left out when the others were built anew. */
export function compareBaseline(
  { name, platforms: earlier }: Baseline,
  candidates: readonly Candidate[],
): BaselineFindings {
  const { platforms: now } = baselineOf('', candidates)
  const present = [...now.keys()].join(', ')
  const lost = [...earlier.keys()].filter((platform) => !now.has(platform))
  const added = [...now.keys()].filter((platform) => !earlier.has(platform))
  const changed = [...now].filter(([platform, digests]) => {
    const before = earlier.get(platform)
    return before !== undefined && before.size > 0 && ![...digests].some((digest) => before.has(digest))
  })
  const changedNames = changed.map(([platform]) => platform)
  return {
    index: [
      ...lost.map((platform) =>
        createFinding(
          'baseline/platform-lost',
          `${platform} is in ${name} and not here, where there is ${present || 'none'}`,
          {
            evidence: { platform, baseline: name, present: [...now.keys()] },
            hint: `build and push ${platform} again; a build for fewer platforms pushed to the same tag replaces the index`,
          },
        ),
      ),
      ...added.map((platform) =>
        createFinding('baseline/platform-added', `${platform} is here and not in ${name}`, {
          evidence: { platform, baseline: name },
        }),
      ),
    ],
    images: changedNames.length === 0 ? new Map() : findUnchanged(name, earlier, candidates, changedNames),
  }
}

function findUnchanged(
  name: string,
  earlier: Baseline['platforms'],
  candidates: readonly Candidate[],
  changed: readonly string[],
): BaselineFindings['images'] {
  return new Map(
    candidates.flatMap(({ image, platform }) => {
      const { digest } = image.descriptor
      if (earlier.get(comparable(formatPlatform(platform)))?.has(digest) !== true) return []
      const message = `this is the image of ${name} (${shortDigest(digest)}), while ${changed.join(', ')} changed`
      const finding = createFinding('baseline/digest-unchanged', message, {
        evidence: { digest, baseline: name, changed: [...changed] },
        hint: 'it may not have been rebuilt: look whether its build ran and pushed before the index was made',
      })
      return [[image, [finding]] as const]
    }),
  )
}

/** Windows is rebuilt for every patch of its base: only the build it is for tells one platform from another. */
function comparable(platform: string): string {
  return platform.replace(/^(windows\(\d+\.\d+\.\d+)\.[^)]*\)/, '$1)')
}
