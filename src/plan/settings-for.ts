import type { ResolvedConfig } from '../config/resolved-config.ts'
import type { RunSettings } from '../config/run-settings.ts'
import { satisfies } from '../image/candidate.ts'
import { isSamePlatform, type Platform } from '../oci/platform.ts'

/** How a platform is run: as the configuration says of it, else as it says in general. */
export function settingsFor(config: ResolvedConfig, platform: Platform): RunSettings {
  const { perPlatform } = config
  const own =
    perPlatform.find((named) => isSamePlatform(platform, named.platform)) ??
    perPlatform.find((named) => satisfies(platform, named.platform))
  return own?.settings ?? config
}

/** The values that must be shown nowhere. */
export function listSecrets({ container, perPlatform }: ResolvedConfig): readonly string[] {
  const all = [container, ...perPlatform.map(({ settings }) => settings.container)]
  return all.flatMap(({ secretEnv = {} }) => Object.values(secretEnv))
}

/** Platforms that have settings of their own and are not among these: misspelt, perhaps. */
export function listUnusedSettings(
  { perPlatform }: ResolvedConfig,
  platforms: readonly Platform[],
): readonly Platform[] {
  return perPlatform
    .map((named) => named.platform)
    .filter((named) => !platforms.some((platform) => satisfies(platform, named)))
}
