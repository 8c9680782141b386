import { satisfies, type Candidate } from '../image/candidate.ts'
import type { PartialSource } from '../image/source.ts'
import type { ImageView } from '../image/view.ts'
import { shortDigest } from '../oci/digest.ts'
import { canExecute } from '../oci/platform-match.ts'
import { formatPlatform, type Platform } from '../oci/platform.ts'
import { createFinding, type Finding } from '../report/finding.ts'
import { lostHint } from './partial-hint.ts'

/** What the user said of the platforms an image is to have. */
export interface PlatformWishes {
  /** `--platform`: which are looked at. */
  readonly wanted: readonly Platform[]
  /** `--require`: which must be there. */
  readonly required: readonly Platform[]
  /** `--forbid`: which must not. */
  readonly forbidden: readonly Platform[]
}

/** Platforms that are missing, unexpected, listed twice, or share a manifest. */
export function auditPlatforms(view: ImageView, candidates: readonly Candidate[], wishes: PlatformWishes): Finding[] {
  return [
    ...findMissing(view, candidates, wishes),
    ...findUnexpected(candidates, wishes),
    ...findDuplicates(candidates),
    ...findShared(candidates),
  ]
}

function findMissing(
  view: ImageView,
  candidates: readonly Candidate[],
  { wanted, required }: PlatformWishes,
): Finding[] {
  const names = candidates.map(({ platform }) => formatPlatform(platform))
  const single = view.kind === 'manifest'
  const lost = single && view.source.partial?.isIndexLost === true ? view.source.partial : undefined
  const notAnIndex = single ? [notAnIndexFinding(view, names, lost === undefined ? required : [])] : []
  if (single && required.length > 1 && lost === undefined) return notAnIndex
  const missing = [...required, ...wanted].filter((want, number, all) => {
    const isFirst = all.findIndex((other) => formatPlatform(other) === formatPlatform(want)) === number
    return isFirst && !candidates.some(({ platform }) => satisfies(platform, want))
  })
  const explain = (want: Platform): Finding =>
    lost === undefined ? missingFinding(want, candidates, names) : lostFinding(want, lost)
  return [...notAnIndex, ...missing.map(explain)]
}

function lostFinding(want: Platform, lost: PartialSource): Finding {
  const name = formatPlatform(want)
  return createFinding('store/platform-absent', `${lost.holder} keeps one platform of an image, and not ${name}`, {
    evidence: { platforms: [name] },
    hint: lostHint(lost),
  })
}

function notAnIndexFinding(view: ImageView, names: readonly string[], required: readonly Platform[]): Finding {
  const name = names[0] ?? 'an unknown platform'
  const wanted = required.map(formatPlatform)
  const isWrong = required.length > 1
  return createFinding(
    'index/not-an-index',
    isWrong
      ? `${view.source.name} is a single manifest for ${name}, not an index with ${wanted.join(', ')}`
      : `${view.source.name} is a single manifest for ${name}, not an index`,
    {
      severity: isWrong ? 'error' : 'info',
      evidence: { present: [...names], ...(isWrong ? { required: wanted } : {}) },
      ...(isWrong
        ? { hint: 'pull, tag and push keeps one platform only: copy the index with docker buildx imagetools create' }
        : {}),
    },
  )
}

function missingFinding(want: Platform, candidates: readonly Candidate[], names: readonly string[]): Finding {
  const name = formatPlatform(want)
  const fallback = candidates.find(({ platform }) => canExecute(want, platform))
  const taken = fallback === undefined ? '' : `; engines may silently take ${formatPlatform(fallback.platform)} instead`
  return createFinding(
    'index/platform-missing',
    `${name} is not in the index, which has ${names.join(', ') || 'none'}${taken}`,
    {
      evidence: {
        missing: name,
        present: [...names],
        ...(fallback === undefined ? {} : { fallback: formatPlatform(fallback.platform) }),
      },
      hint: `build and push ${name} too`,
    },
  )
}

function findUnexpected(candidates: readonly Candidate[], { required, forbidden }: PlatformWishes): Finding[] {
  return candidates.flatMap(({ platform }) => {
    const name = formatPlatform(platform)
    if (forbidden.some((forbid) => satisfies(platform, forbid))) {
      const message = `${name} is in the index although it is forbidden`
      return [createFinding('index/platform-unexpected', message, { severity: 'error', evidence: { platform: name } })]
    }
    if (required.length === 0 || required.some((require) => satisfies(platform, require))) return []
    const message = `${name} is in the index but not among the required platforms`
    return [createFinding('index/platform-unexpected', message, { evidence: { platform: name } })]
  })
}

function findDuplicates(candidates: readonly Candidate[]): Finding[] {
  return groupBy(candidates, ({ platform }) => formatPlatform(platform)).flatMap(([name, group]) => {
    const [first] = group
    if (first === undefined || group.length < 2) return []
    const places = group.map(({ image }) => `${image.position} (${shortDigest(image.descriptor.digest)})`)
    const message = `${name} is listed ${group.length} times: ${places.join(', ')}; engines take the first, ${first.image.position}`
    return [
      createFinding('index/platform-duplicate', message, {
        evidence: {
          platform: name,
          digests: group.map(({ image }) => image.descriptor.digest),
          taken: first.image.descriptor.digest,
        },
        hint: 'remove all but one: the others can never be pulled by platform',
      }),
    ]
  })
}

function findShared(candidates: readonly Candidate[]): Finding[] {
  return groupBy(candidates, ({ image }) => image.descriptor.digest).flatMap(([digest, group]) => {
    const names = [...new Set(group.map(({ platform }) => formatPlatform(platform)))]
    if (names.length < 2) return []
    return [
      createFinding(
        'index/digest-shared',
        `${names.join(' and ')} point at one manifest, ${shortDigest(group[0]?.image.descriptor.digest ?? 'sha256:')}`,
        {
          evidence: { digest, platforms: names },
          hint: 'one image cannot be both: build each platform and list its own digest',
        },
      ),
    ]
  })
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): [string, readonly T[]][] {
  return [...Map.groupBy(items, key)]
}
