import { serverImage } from '../busybox-image.ts'
import { index, listed } from '../image-builder.ts'
import { type ImageRegistry, type PushedImage, pushImage } from '../image-registry.ts'

/** Index arm64, config amd64, files arm64: the config is the odd one. */
export async function configMismatch(registry: ImageRegistry): Promise<PushedImage> {
  const mislabelled = await serverImage('linux/arm64', { labelled: 'linux/amd64' })
  const arm64 = listed(mislabelled, { platform: 'linux/arm64' })
  return pushImage(registry, index([await serverImage('linux/amd64'), arm64]), 'config-mismatch')
}

/** The config leaves out the variant that the index names: no mismatch. */
export async function configWithoutVariant(registry: ImageRegistry): Promise<PushedImage> {
  const plain = await serverImage('linux/arm/v7', { labelled: 'linux/arm' })
  return pushImage(registry, index([listed(plain, { platform: 'linux/arm/v7' })]), 'config-without-variant')
}

/** The config names of arm64 names no architecture. */
export async function configWithoutArchitecture(registry: ImageRegistry): Promise<PushedImage> {
  const silent = await serverImage('linux/arm64', {
    image: { editConfig: (config) => ({ ...config, architecture: undefined }) },
  })
  return pushImage(registry, index([await serverImage('linux/amd64'), silent]), 'config-without-architecture')
}
