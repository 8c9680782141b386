import { computeDigest } from '../../../src/oci/digest.ts'
import { normalizePlatform, parseDeclaredPlatform } from '../../../src/oci/platform.ts'
import type { Resolvable, ResolveEntry } from '../../../src/plan/resolve-entry.ts'

/**
 * An index by its entries: `linux/arm/v7`, `-:linux/amd64` for one that names no platform and has that config,
 * `linux/amd64+zstd` for one marked so, and a list for an index inside.
 */
export function indexOf(...entries: readonly (string | readonly string[])[]): Resolvable {
  return { kind: 'index', entries: entries.map((entry, number) => entryOf(entry, String(number))) }
}

/** A single manifest whose config has the platform. */
export function manifestOf(platform: string): Resolvable {
  return { kind: 'manifest', entry: entryOf(`-:${platform}`, '0') }
}

function entryOf(text: string | readonly string[], position: string): ResolveEntry {
  const digest = computeDigest(Buffer.from(position))
  if (typeof text !== 'string') {
    return { digest, entries: text.map((inner, number) => entryOf(inner, `${position}.${number}`)) }
  }
  const [spelled = '', mark] = text.split('+')
  const isZstd = mark === 'zstd' ? { isZstd: true } : {}
  if (spelled.startsWith('-:')) return { digest, ...isZstd, platform: platformOf(spelled.slice(2)) }
  return { digest, ...isZstd, declared: parseDeclaredPlatform(spelled), platform: platformOf(spelled) }
}

function platformOf(text: string): ReturnType<typeof normalizePlatform> {
  return normalizePlatform(parseDeclaredPlatform(text))
}
