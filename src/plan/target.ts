import type { TextPattern } from '../config/text-pattern.ts'
import type { Execution } from '../emulation/execution.ts'
import type { PlatformImage } from '../image/platform-image.ts'
import type { ImageConfig } from '../oci/image-config.ts'
import type { Platform } from '../oci/platform.ts'
import type { Condition } from './condition.ts'

/** What the application is expected to do once it is started. */
export type Expectation =
  /** All of these must hold, and go on holding. */
  | { readonly kind: 'healthy'; readonly conditions: readonly Condition[] }
  /** It must end by itself, and have written all of these. */
  | { readonly kind: 'exit'; readonly exitCode: number; readonly log: readonly TextPattern[] }
  /** It must stay up, or end with 0. */
  | { readonly kind: 'stay' }

/** One platform of one image by digest, with how it will run. */
export interface Target {
  /** The platform's name, with `@digest` where the index lists it more than once. */
  readonly name: string
  readonly platform: Platform
  /** What the image's config says it is, by which engines find it; absent where it says nothing. */
  readonly configPlatform?: Platform
  readonly image: PlatformImage
  readonly config: ImageConfig
  readonly execution: Execution
  readonly expectation: Expectation
}
