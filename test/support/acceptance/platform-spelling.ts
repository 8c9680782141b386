import { serverImage } from '../busybox-image.ts'
import { index, listed } from '../image-builder.ts'
import { type ImageRegistry, type PushedImage, pushImage } from '../image-registry.ts'

/** The index says `linux/arm64/v8`, which is `linux/arm64`. */
export async function arm64WithVariant(registry: ImageRegistry): Promise<PushedImage> {
  const arm64 = listed(await serverImage('linux/arm64'), { platform: 'linux/arm64/v8' })
  return pushImage(registry, index([await serverImage('linux/amd64'), arm64]), 'arm64-with-variant')
}

/** `linux/arm/v8` and `linux/aarch64`: two spellings of arm64 that no engine takes for it. */
export async function platformInvalid(registry: ImageRegistry): Promise<PushedImage> {
  const entries = [
    await serverImage('linux/amd64'),
    listed(await serverImage('linux/arm64'), { platform: 'linux/arm/v8' }),
    listed(await serverImage('linux/arm64'), { platform: 'linux/aarch64' }),
  ]
  return pushImage(registry, index(entries), 'platform-invalid')
}

/** An arm64 image whose descriptor names no platform, beside an amd64 one that does. */
export async function platformAbsent(registry: ImageRegistry): Promise<PushedImage> {
  const arm64 = listed(await serverImage('linux/arm64'), { platform: 'none' })
  return pushImage(registry, index([await serverImage('linux/amd64'), arm64]), 'platform-absent')
}
