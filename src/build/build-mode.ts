import { canExecute } from '../oci/platform-match.ts'
import { formatPlatform, isSamePlatform, type Platform } from '../oci/platform.ts'
import type { Builder, BuilderNode } from './builder.ts'

/**
 * How a builder runs a platform's build steps. `unavailable`: it runs no program of it, and builds only what needs
 * none; `unknown`: it was not started yet.
 */
export type BuildMode = 'native' | 'emulated' | 'unavailable' | 'unknown'

const bestFirst = ['native', 'emulated', 'unknown', 'unavailable'] as const

/** The best way of all its nodes: buildx gives each platform to the node that suits it. */
export function buildMode({ nodes }: Pick<Builder, 'nodes'>, platform: Platform): BuildMode {
  const modes = nodes.map((node) => nodeMode(node, platform))
  return bestFirst.find((mode) => modes.includes(mode)) ?? 'unavailable'
}

/** How one node runs a platform's build steps. */
export function nodeMode(node: BuilderNode, platform: Platform): BuildMode {
  const own = ownPlatform(node)
  if (own === undefined) return node.status === 'error' ? 'unavailable' : 'unknown'
  const isListed = node.platforms.some((one) => isSamePlatform(one, platform))
  if (own.os === platform.os && own.architecture === platform.architecture) {
    return isListed || canExecute(own, platform) ? 'native' : 'unavailable'
  }
  // An engine's builder may leave 386 out, which every amd64 runs. Not so 32-bit arm: newer 64-bit cores lack it, and
  // whether a core or an emulator runs it, BuildKit does not say.
  if (platform.architecture === '386' && canExecute(own, platform)) return 'native'
  return isListed ? 'emulated' : 'unavailable'
}

/**
 * The machine's own platform: the first, unless its maker named others. Levels of amd64 above 2 are found on such a
 * machine alone: BuildKit knows no more of an emulated one.
 * https://github.com/moby/buildkit/blob/master/util/archutil/detect.go
 */
function ownPlatform({ platforms }: BuilderNode): Platform | undefined {
  const isHighLevel = ({ architecture, variant = '' }: Platform): boolean =>
    architecture === 'amd64' && /^v[34]$/.test(variant)
  const highest = platforms.findLast(isHighLevel)
  return highest ?? platforms[0]
}

const words = {
  native: 'natively',
  emulated: 'emulated',
  unavailable: 'without running any program of it',
  unknown: 'in a way that is known once it runs',
} as const satisfies Readonly<Record<BuildMode, string>>

/** `linux/amd64 natively, linux/arm64 emulated`. */
export function describeModes(builder: Builder, platforms: readonly Platform[]): string {
  return platforms.map((platform) => `${formatPlatform(platform)} ${words[buildMode(builder, platform)]}`).join(', ')
}
