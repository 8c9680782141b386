import { isSamePlatform, type Platform } from '../oci/platform.ts'
import type { PlatformImage } from './platform-image.ts'

/** An image of the index whose platform is known. */
export interface Candidate {
  readonly image: PlatformImage
  readonly platform: Platform
}

/** True when a platform is the one wanted; without a version in the wish, any Windows version satisfies it. */
export function satisfies(platform: Platform, wanted: Platform): boolean {
  if (wanted.osVersion !== undefined) return isSamePlatform(platform, wanted)
  const { osVersion: _, ...unversioned } = platform
  return isSamePlatform(unversioned, wanted)
}
