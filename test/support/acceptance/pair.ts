import type { ImageContent } from '../content.ts'
import { index } from '../image-builder.ts'
import { type ImageRegistry, type PushedImage, pushImage } from '../image-registry.ts'

/** One platform the usual host runs natively, and one it emulates. */
export type PairPlatform = 'linux/amd64' | 'linux/arm64'

/** Pushes an index of amd64 and arm64. */
export async function pushPair(
  registry: ImageRegistry,
  name: string,
  make: (platform: PairPlatform) => Promise<ImageContent>,
): Promise<PushedImage> {
  return pushImage(registry, index([await make('linux/amd64'), await make('linux/arm64')]), name)
}
