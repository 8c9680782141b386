import { satisfies, type Candidate } from '../image/candidate.ts'
import { shortDigest } from '../oci/digest.ts'
import { formatPlatform, type Platform } from '../oci/platform.ts'

/** A candidate with the name its vitest project and its report go by. */
export interface Named extends Candidate {
  readonly name: string
}

export interface Selection {
  readonly selected: readonly Named[]
  /** Not asked for. */
  readonly skipped: readonly Named[]
}

/**
 * Which images are looked at: those asked for, else all of them or all for Linux.
 * A platform that was not asked for is never guessed from the host.
 */
export function selectPlatforms(
  candidates: readonly Candidate[],
  wanted: readonly Platform[],
  otherwise: 'linux' | 'all',
): Selection {
  const named = nameCandidates(candidates)
  const isWanted = ({ platform }: Candidate): boolean =>
    wanted.length === 0
      ? otherwise === 'all' || platform.os === 'linux'
      : wanted.some((want) => satisfies(platform, want))
  return {
    selected: named.filter(isWanted),
    skipped: named.filter((candidate) => !isWanted(candidate)),
  }
}

function nameCandidates(candidates: readonly Candidate[]): readonly Named[] {
  const seen = new Map<string, number>()
  for (const { platform } of candidates) {
    const name = formatPlatform(platform)
    seen.set(name, (seen.get(name) ?? 0) + 1)
  }
  const taken = new Map<string, number>()
  return candidates.map((candidate) => {
    const platform = formatPlatform(candidate.platform)
    if (seen.get(platform) === 1) return { ...candidate, name: platform }
    const name = `${platform}@${shortDigest(candidate.image.descriptor.digest)}`
    const count = (taken.get(name) ?? 0) + 1
    taken.set(name, count)
    return { ...candidate, name: count === 1 ? name : `${name}#${count}` }
  })
}

/** The platform of a named candidate, normalised: its name without what told it from another of the same platform. */
export function platformOf({ platform }: Candidate): string {
  return formatPlatform(platform)
}
