import { normalizePlatform, type Platform } from './platform.ts'
import { isCompatibleWindows } from './windows-version.ts'

/** The highest minor version of each arm64 major version, and the v8 minor that v9.0 is made of. */
const arm64Minor = { v8: 9, v9: 7, v9Base: 5 }

/**
 * The platforms a host of the given platform takes, best first: amd64 by level, then 386; arm64 by version, then
 * 32-bit arm v8 to v5; arm by version down to v5. An arm64 variant nobody knows takes nothing.
 * https://github.com/containerd/platforms/blob/main/compare.go (`platformVector`)
 */
export function platformVector(platform: Platform): readonly Platform[] {
  const wanted = normalizePlatform(platform)
  switch (wanted.architecture) {
    case 'amd64':
      return [wanted, ...lowerVersions(wanted, 1), withNames(wanted, '386')]
    case 'arm':
      return [wanted, ...lowerVersions(wanted, 5)]
    case 'arm64': {
      const variants = arm64Vector(wanted.variant ?? 'v8')
      if (variants.length === 0) return []
      return [
        ...variants.map((variant) => withNames(wanted, 'arm64', variant)),
        ...['v8', 'v7', 'v6', 'v5'].map((variant) => withNames(wanted, 'arm', variant)),
      ]
    }
    default:
      return [wanted]
  }
}

/** Can a host execute a platform's programs by itself, as engines see it? It says nothing of emulators. */
export function canExecute(host: Platform, platform: Platform): boolean {
  return platformVector(host).some((candidate) => takes(candidate, platform))
}

/**
 * Which of the platforms an engine picks when asked for `wanted`, fallbacks included: the best by
 * {@link platformVector}, among equals the one with more features, then the first. Entries without a platform are
 * never picked: engines judge them by their config.
 */
export function bestMatch(platforms: readonly (Platform | undefined)[], wanted: Platform): number | undefined {
  for (const candidate of platformVector(wanted)) {
    let best: { readonly index: number; readonly features: number } | undefined
    for (const [index, platform] of platforms.entries()) {
      if (platform === undefined || !takes(candidate, platform)) continue
      const features = platform.osFeatures?.length ?? 0
      if (features > (best?.features ?? -1)) best = { index, features }
    }
    if (best !== undefined) return best.index
  }
  return undefined
}

/** One element of a vector against one platform: equal names, features a subset, Windows versions compatible. */
function takes(candidate: Platform, platform: Platform): boolean {
  const other = normalizePlatform(platform)
  return (
    candidate.os === other.os &&
    candidate.architecture === other.architecture &&
    (candidate.variant ?? '') === (other.variant ?? '') &&
    (other.osFeatures ?? []).every(
      (feature) => (other.os === 'windows' && feature === 'win32k') || candidate.osFeatures?.includes(feature) === true,
    ) &&
    (other.os !== 'windows' || isCompatibleWindows(candidate.osVersion, other.osVersion))
  )
}

/** The same architecture in its lower versions, down to `v<lowest>`. */
function lowerVersions(platform: Platform, lowest: number): readonly Platform[] {
  const version = Number(/^v?([0-9]{1,2})$/.exec(platform.variant ?? '')?.[1] ?? 0)
  return Array.from({ length: Math.max(0, version - lowest) }, (_, step) =>
    withNames(platform, platform.architecture, `v${version - 1 - step}`),
  )
}

function arm64Vector(variant: string): readonly string[] {
  const [, major, minorText] = /^v([89])(?:\.([0-9]))?$/.exec(variant) ?? []
  const minor = Number(minorText ?? 0)
  if (major === '8') return versionsDown('v8', minor)
  if (major !== '9' || minor > arm64Minor.v9) return []
  return [...versionsDown('v9', minor), ...versionsDown('v8', Math.min(minor + arm64Minor.v9Base, arm64Minor.v8))]
}

function versionsDown(major: 'v8' | 'v9', minor: number): readonly string[] {
  return Array.from({ length: minor + 1 }, (_, step) => (step === minor ? major : `${major}.${minor - step}`))
}

function withNames({ os, osVersion, osFeatures }: Platform, architecture: string, variant?: string): Platform {
  return normalizePlatform({
    os,
    architecture,
    ...(variant === undefined ? {} : { variant }),
    ...(osVersion === undefined ? {} : { osVersion }),
    ...(osFeatures === undefined ? {} : { osFeatures }),
  })
}
