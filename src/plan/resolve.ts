import type { Digest } from '../oci/digest.ts'
import { canExecute } from '../oci/platform-match.ts'
import { formatPlatform, isSamePlatform, type Platform } from '../oci/platform.ts'
import type { ResolveEngine } from './resolve-engine.ts'
import type { Resolvable, ResolveEntry } from './resolve-entry.ts'

/** Why something else than the host's own platform is taken. */
export type FallbackKind = 'architecture' | 'older-variant' | 'too-new' | 'foreign-unnamed' | 'foreign-manifest'

/** What an engine on a host makes of a name. */
export type EnginePick =
  | {
      readonly digest: Digest
      /** Normalised; absent where neither the index nor the config says. */
      readonly platform?: Platform
      /** True for the host's own platform; for amd64, of any level the host has. */
      readonly exact: boolean
      readonly fallback?: { readonly kind: FallbackKind; readonly reason: string }
      /** True when the engine, told the host's platform, pulls this and then refuses to run it. */
      readonly isRefused?: boolean
    }
  | { readonly none: string }

/** What an engine picks on a host, by its rule alone: nothing is asked of an engine. */
export function resolveFor(image: Resolvable, engine: ResolveEngine, host: Platform): EnginePick {
  const entry = image.kind === 'manifest' ? image.entry : engine.take(image.entries, host)
  if (entry === undefined) {
    return { none: `${formatPlatform(engine.see(host))} is not in the index, and ${engine.name} takes nothing else` }
  }
  const fallback = explainFallback(image, entry, host)
  const isRefused = engine.isStrictInUse && !isHosts(entry.platform, engine.see(host))
  return {
    digest: entry.digest,
    ...(entry.platform === undefined ? {} : { platform: entry.platform }),
    exact: fallback === undefined,
    ...(fallback === undefined ? {} : { fallback }),
    ...(fallback !== undefined && isRefused ? { isRefused } : {}),
  }
}

function explainFallback(
  image: Resolvable,
  { platform, declared }: ResolveEntry,
  host: Platform,
): { readonly kind: FallbackKind; readonly reason: string } | undefined {
  if (isHosts(platform, host)) return undefined
  const name = platform === undefined ? 'an unknown platform' : formatPlatform(platform)
  if (platform !== undefined && canExecute(host, platform)) {
    return platform.architecture === host.architecture
      ? { kind: 'older-variant', reason: `${name} runs on ${formatPlatform(host)}, and nothing nearer is there` }
      : { kind: 'architecture', reason: `${name} counts as what ${formatPlatform(host)} can run` }
  }
  if (image.kind === 'manifest')
    return { kind: 'foreign-manifest', reason: `a single manifest is taken whatever it is for: ${name}` }
  if (declared === undefined)
    return { kind: 'foreign-unnamed', reason: `an entry without a platform is taken when nothing fits: ${name}` }
  return { kind: 'too-new', reason: `${name} fits by its name, and may need more than the host has` }
}

/** True for the host's own platform; amd64 is of every level up to the host's. */
function isHosts(platform: Platform | undefined, host: Platform): boolean {
  if (platform === undefined) return false
  if (isSamePlatform(platform, host)) return true
  return host.architecture === 'amd64' && platform.architecture === 'amd64' && canExecute(host, platform)
}
