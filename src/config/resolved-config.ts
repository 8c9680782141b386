import type { Platform } from '../oci/platform.ts'
import type { Reference } from '../oci/reference.ts'
import type { ReadmeColumn, ReadmeWords } from '../report/readme-words.ts'
import type { Waiver } from '../report/waiver.ts'
import type { BuildWishes } from './build-wishes.ts'
import type { BuilderRequest } from './settle-builder.ts'
import type { InitRequest } from './settle-init.ts'
import type { ByPlatform, PlatformValue } from './by-platform.ts'
import type { ReporterChoice } from './reporter-choice.ts'
import type { PlatformSettings, RunSettings } from './run-settings.ts'
import type { Threshold } from './threshold.ts'

/** What is measured of platforms that pass, and for how long. */
export interface BenchSettings {
  /** Absent: until intervals are narrow. */
  readonly rounds?: number
  readonly longestMs: number
  /** In each round. */
  readonly requests: number
  readonly commands: readonly (readonly string[])[]
  /** Of what is built, cold and warm; 0 for none. */
  readonly buildRounds: number
  /** A saved report of the builds of an image that is not built now. */
  readonly buildTimes?: string
  readonly thresholds: readonly Threshold[]
}

/** All settings of one run, checked, with their defaults. */
export interface ResolvedConfig extends RunSettings {
  /** As the user named them. */
  readonly images: readonly string[]
  /** Files that name further images; `-` is standard input. */
  readonly imageLists: readonly string[]
  /** Files of saved reports. */
  readonly reportFiles: readonly string[]
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
  /** Platforms that have settings of their own; see `settingsFor`. */
  readonly perPlatform: readonly PlatformSettings[]
  /** The compose file that says what the image needs beside it. */
  readonly composeFile?: string
  /** The service of it that the image is; there when the file is. */
  readonly service?: string
  /** What is built first, in place of images. */
  readonly build?: BuildWishes
  /** Of the index that several images make, in the words of `docker buildx imagetools create`. */
  readonly indexAnnotations: readonly string[]
  /** What a proven image is published as. */
  readonly tags: readonly Reference[]
  /** Of a report that proves an image. */
  readonly maxAgeMs: number
  /** Whether the tags are made, and not only spoken of. */
  readonly publishes: boolean
  readonly isDryRun: boolean
  /** What `readme` does with its file. */
  readonly readmeAction: 'print' | 'write' | 'check'
  readonly readmeFile: string
  readonly readmeColumns: readonly ReadmeColumn[]
  /** Those that are not the usual ones. */
  readonly readmeWords: Partial<ReadmeWords>
  /** What `everyarch init` is asked for. */
  readonly initRequest: InitRequest
  /** What `everyarch builder …` is asked for. */
  readonly builderRequest: BuilderRequest
  /** For the whole run. */
  readonly deadlineMs?: number
  /** Patterns of test files of the user's own. */
  readonly suites: readonly string[]
  readonly testTimeoutMs: number
  readonly jobs: number
  /** What is measured; absent where nothing is. */
  readonly bench?: BenchSettings
  /** Emulators beside the engine's own: files, folders of files, or names to look for. */
  readonly emulators: readonly string[]
  /** Whether each platform is run on the oldest CPU it promises, too. */
  readonly checksCpuFloor: boolean
  /** How often a platform that dies under emulation is run; absent when the user did not say. */
  readonly attempts?: number
  /** A Docker context or an engine's address, for what has no engine of its own. */
  readonly engine?: string
  /** Engines of single platforms. */
  readonly engines: readonly PlatformValue[]
  /** Print a CI's matrix and nothing else. */
  readonly matrix: boolean
  /** The CI machines such a matrix is of. */
  readonly runners: ByPlatform
  readonly keepsFailed: boolean
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
