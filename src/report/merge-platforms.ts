import { formatPlatform, type Platform } from '../oci/platform.ts'
import { createFinding, type Finding } from './finding.ts'
import type { PlatformShard } from './merge-platform.ts'
import type { PlatformReport, RunReport } from './report.ts'
import { isPlatform } from './waiver.ts'

/** What reports of one index say of each of its entries, in the index's order. */
export function listPlatformShards(reports: readonly RunReport[]): readonly (readonly PlatformShard[])[] {
  const shards = new Map<string, PlatformShard[]>()
  // Whoever lists the most knows the index best.
  for (const { platforms, createdAt } of reports.toSorted((a, b) => b.platforms.length - a.platforms.length)) {
    const seen = new Map<string, number>()
    for (const platform of platforms) {
      const entry = JSON.stringify([platform.platform, platform.declared, platform.digest])
      const count = (seen.get(entry) ?? 0) + 1
      seen.set(entry, count)
      const key = `${entry}#${count}`
      shards.set(key, [...(shards.get(key) ?? []), { platform, createdAt }])
    }
  }
  return [...shards.values()]
}

/** Wanted platforms that the index does not have; nothing where nobody could read the index. */
export function findMissingPlatforms(
  platforms: readonly PlatformReport[],
  known: readonly Finding[],
  wanted: readonly Platform[],
): readonly Finding[] {
  const present = platforms.map(({ platform }) => platform)
  if (present.length === 0) return []
  const told = known.filter(({ code }) => code === 'index/platform-missing').map(({ evidence }) => evidence['missing'])
  return wanted
    .map(formatPlatform)
    .filter((name) => !present.some((it) => isPlatform(it, name)) && !told.includes(name))
    .map((missing) =>
      createFinding('index/platform-missing', `${missing} is not in the index, which has ${present.join(', ')}`, {
        evidence: { missing, present },
        hint: `build and push ${missing} too`,
      }),
    )
}
