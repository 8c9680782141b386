import { configPlatform, type PlatformImage } from '../image/platform-image.ts'
import type { ImageConfig } from '../oci/image-config.ts'
import { formatDeclaredPlatform, formatPlatform, normalizePlatform, type Platform } from '../oci/platform.ts'
import { createFinding, type Finding } from '../report/finding.ts'

/**
 * Whether an image's config names the platform the index names. A variant that only one of them leaves out is none.
 * https://github.com/opencontainers/image-spec/blob/v1.1.1/config.md#properties
 */
export function auditConfig(image: PlatformImage, config: ImageConfig): Finding[] {
  const { architecture } = config
  if (architecture === undefined) {
    const message = `the config of ${image.position} names no architecture: engines refuse it when asked for a platform`
    return [createFinding('config/architecture-missing', message, { evidence: { position: image.position } })]
  }
  if (image.declared === undefined) return []
  const said = configPlatform(config, architecture)
  if (agrees(image.declared, said)) return []
  const index = formatPlatform(image.declared)
  const message = `the index says ${index}, the config says ${formatDeclaredPlatform(said)}`
  return [
    createFinding('config/platform-mismatch', message, {
      evidence: { index, config: formatDeclaredPlatform(said) },
      hint: 'engines pull it by tag and refuse it by digest: build it with the right --platform',
    }),
  ]
}

function agrees(declared: Platform, said: Platform): boolean {
  const [index, config] = [normalizePlatform(declared), normalizePlatform(said)]
  if (index.os !== config.os || index.architecture !== config.architecture) return false
  const leftOut = (declared.variant ?? '') === '' || (said.variant ?? '') === ''
  return leftOut || index.variant === config.variant
}
