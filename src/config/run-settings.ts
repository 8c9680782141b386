import type { Platform } from '../oci/platform.ts'
import type { Expected } from './expectation.ts'
import type { HttpTarget } from './http-target.ts'

/** How a platform of the image is run and what it must do, checked. */
export interface RunSettings {
  /** `static`: audited, never run. */
  readonly level: 'run' | 'static'
  /** All must answer; absent when the user named none. */
  readonly http?: readonly HttpTarget[]
  readonly expected?: Expected
  readonly command?: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Absent when the user named none. */
  readonly timeoutMs?: number
  /** Absent when the user set no limit. */
  readonly memoryBytes?: number
  readonly pidsLimit?: number
}

/** The settings of one platform: the general ones, with its own in their place. */
export interface PlatformSettings {
  readonly platform: Platform
  readonly settings: RunSettings
}
