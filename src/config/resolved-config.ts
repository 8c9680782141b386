import type { Platform } from '../oci/platform.ts'
import type { ExpectedEnd } from './expectation.ts'
import type { HttpTarget } from './http-target.ts'
import type { Waiver } from '../report/waiver.ts'
import type { ReporterChoice } from './reporter-choice.ts'

/** All settings of one run, checked, with their defaults. */
export interface ResolvedConfig {
  /** As the user named them. */
  readonly images: readonly string[]
  /** Files that name further images; `-` is standard input. */
  readonly imageLists: readonly string[]
  /** The platforms to look at; empty when none were named. */
  readonly platforms: readonly Platform[]
  readonly required: readonly Platform[]
  readonly forbidden: readonly Platform[]
  /** A reference or the path of a report. */
  readonly baseline?: string
  readonly sameAs: readonly string[]
  readonly requiresSignature: boolean
  readonly dockerfile?: string
  /** Patterns of paths. */
  readonly allow: readonly string[]
  /** The highest x86-64 level that code may need. */
  readonly isaCeiling?: 1 | 2 | 3 | 4
  readonly waivers: readonly Waiver[]
  /** Platforms that are audited and never run. */
  readonly staticPlatforms: readonly Platform[]
  readonly http?: HttpTarget
  readonly expectedEnd?: ExpectedEnd
  readonly command?: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** For each platform; absent when the user named none. */
  readonly timeoutMs?: number
  /** For the whole run. */
  readonly deadlineMs?: number
  readonly jobs: number
  /** A Docker context or an engine's address. */
  readonly engine?: string
  /** Absent when the user set no limit. */
  readonly memoryBytes?: number
  readonly pidsLimit?: number
  readonly keepsImages: boolean
  readonly plainHttp: boolean
  readonly strict: boolean
  readonly inconclusive?: 'pass' | 'fail'
  readonly reporters: readonly ReporterChoice[]
  readonly json: boolean
  readonly outputDir?: string
  readonly quiet: boolean
  readonly debug: boolean
  /** Absent: a terminal decides. */
  readonly color?: boolean
}
