import type { Platform } from '../oci/platform.ts'
import type { Expected } from './expectation.ts'
import type { HttpTarget } from './http-target.ts'
import type { Mount } from './mount.ts'

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
  readonly container: ContainerWishes
}

/** What the user said of a platform's containers; absent is what the image and the engine say. */
export interface ContainerWishes {
  /** Variables whose values are shown nowhere. */
  readonly secretEnv?: Readonly<Record<string, string>>
  readonly user?: string
  readonly workdir?: string
  readonly entrypoint?: readonly string[]
  readonly readOnly?: boolean
  /** Mount options by path. */
  readonly tmpfs?: Readonly<Record<string, string>>
  readonly mounts?: readonly Mount[]
  readonly capAdd?: readonly string[]
  readonly capDrop?: readonly string[]
  readonly network?: string
  /** `NAME:ADDRESS` */
  readonly addHosts?: readonly string[]
}

/** The settings of one platform: the general ones, with its own in their place. */
export interface PlatformSettings {
  readonly platform: Platform
  readonly settings: RunSettings
}
