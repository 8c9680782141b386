import { bestMatch, canExecute } from '../oci/platform-match.ts'
import { isSamePlatform, normalizePlatform, type Platform } from '../oci/platform.ts'
import type { ResolveEntry } from './resolve-entry.ts'

/** Which entry of an index a host's engine takes; none when it fails. */
export type ResolveRule = (entries: readonly ResolveEntry[], host: Platform) => ResolveEntry | undefined

/**
 * Docker: the best by containerd's order, fallbacks included, else the first entry without a platform, whatever its
 * config says.
 * https://github.com/moby/moby/blob/master/daemon/internal/distribution/pull_v2_unix.go (`filterManifests`)
 * https://github.com/containerd/containerd/blob/main/core/images/handlers.go (`LimitManifests`)
 */
export function takeForDocker(entries: readonly ResolveEntry[], host: Platform): ResolveEntry | undefined {
  const best = bestMatch(
    entries.map(({ declared }) => declared),
    host,
  )
  const entry = best === undefined ? entries.find(({ declared }) => declared === undefined) : entries[best]
  return entry?.entries === undefined ? entry : takeForDocker(entry.entries, host)
}

/**
 * containerd by its client (Kubernetes up to containerd 2.0, nerdctl): as Docker, but it does not know the host's amd64
 * level, and the config of an entry without a platform must fit.
 * https://github.com/containerd/containerd/blob/main/core/images/image.go (`Manifest`)
 */
export function takeForContainerd(entries: readonly ResolveEntry[], host: Platform): ResolveEntry | undefined {
  const plain = withoutLevel(host)
  const entry = takeForDocker(entries, plain)
  if (entry === undefined || entry.declared !== undefined) return entry
  return entry.platform !== undefined && canExecute(plain, entry.platform) ? entry : undefined
}

/**
 * Kubernetes since containerd 2.1: it picks as containerd does, but has fetched only what is exactly the host's, so
 * that a fallback ends in "not found".
 * https://github.com/containerd/containerd/blob/main/core/transfer/image/imagestore.go (`ImageFilter`)
 */
export function takeForKubernetes(entries: readonly ResolveEntry[], host: Platform): ResolveEntry | undefined {
  const entry = takeForContainerd(entries, host)
  return entry?.platform !== undefined && isSamePlatform(entry.platform, withoutLevel(host)) ? entry : undefined
}

/**
 * Podman, CRI-O and Skopeo: names as they are spelt; of arm the best variant, of arm64 `v8` before none, of amd64 no
 * level. Entries without a platform come last, zstd first among equals.
 * https://github.com/containers/image/blob/main/internal/pkg/platform/platform_matcher.go (`WantedPlatforms`)
 */
export function takeForPodman(entries: readonly ResolveEntry[], host: Platform): ResolveEntry | undefined {
  const { os, architecture } = host
  for (const variant of podmanVariants(host)) {
    const equal = entries.filter(
      ({ declared }) =>
        declared?.os === os && declared.architecture === architecture && (declared.variant ?? '') === variant,
    )
    const entry = preferZstd(equal)
    if (entry !== undefined) return descend(entry, host, takeForPodman)
  }
  const unnamed = preferZstd(entries.filter(({ declared }) => declared === undefined))
  return unnamed === undefined ? undefined : descend(unnamed, host, takeForPodman)
}

const armVariants = ['v8', 'v7', 'v6', 'v5']

function podmanVariants({ architecture, variant }: Platform): readonly string[] {
  if (architecture === 'arm64') return ['v8', '']
  if (architecture !== 'arm' || variant === undefined) return ['']
  const known = armVariants.indexOf(variant)
  return [...(known === -1 ? [variant] : armVariants.slice(known)), '']
}

function preferZstd(entries: readonly ResolveEntry[]): ResolveEntry | undefined {
  return entries.find(({ isZstd }) => isZstd === true) ?? entries[0]
}

/**
 * crane and what is built on its library, asked with `--platform` (alone it takes linux/amd64 on every host): the first
 * entry of that spelling, of any variant when none is asked for. An entry without a platform counts as linux/amd64.
 * https://github.com/google/go-containerregistry/blob/main/pkg/v1/remote/index.go (`childByPlatform`)
 */
export function takeForCrane(entries: readonly ResolveEntry[], host: Platform): ResolveEntry | undefined {
  const { os, architecture, variant } = withoutLevel(host)
  const entry = entries.find(({ declared = { os: 'linux', architecture: 'amd64' } }) => {
    const isNamed = declared.os === os && declared.architecture === architecture
    return isNamed && (variant === undefined || declared.variant === variant)
  })
  return entry === undefined ? undefined : descend(entry, host, takeForCrane)
}

function descend(entry: ResolveEntry, host: Platform, rule: ResolveRule): ResolveEntry | undefined {
  return entry.entries === undefined ? entry : rule(entry.entries, host)
}

/** The platform of a host as programs that do not know amd64's levels see it. */
export function withoutLevel(host: Platform): Platform {
  if (host.architecture !== 'amd64') return host
  const { variant: _, ...plain } = host
  return normalizePlatform(plain)
}
