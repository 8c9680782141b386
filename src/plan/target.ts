import type { Execution } from '../emulation/execution.ts'
import type { PlatformImage } from '../image/platform-image.ts'
import type { ImageConfig } from '../oci/image-config.ts'
import type { Platform } from '../oci/platform.ts'

/** What the application is expected to do once it is started. */
export type Expectation =
  | { readonly kind: 'http'; readonly port: string; readonly path: string }
  | { readonly kind: 'listen'; readonly ports: readonly string[] }
  | { readonly kind: 'exit'; readonly exitCode: number }
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
