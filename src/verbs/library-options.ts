import type { Variables } from '../config/environment.ts'
import type { UserConfig, UserPlatforms } from '../config/user-config.ts'
import type { UserDuration } from '../config/user-run-settings.ts'
import type { RunEvent } from '../report/event.ts'
import type { RunReport } from '../report/report.ts'

/** How to watch and to stop what a function of the library does. */
export interface CallOptions {
  /** Stops the work; what was started is removed before the promise settles. */
  readonly signal?: AbortSignal
  /** Hears what happens while it happens. */
  readonly onEvent?: (event: RunEvent) => void
  /** Environment variables to read. @default the process's own */
  readonly variables?: Variables
}

/**
 * What the functions of the library take: the words of the configuration file, as data. No file is looked for; one that is
 * imported can be spread into it. What only the command line does (`reporter`, `quiet`, `debug`, `color`) has no effect:
 * nothing is printed, and `renderReport` makes documents.
 */
export interface LibraryOptions extends UserConfig, CallOptions {}

/** What is given where one image is named, and one report comes back. */
export type OneImage = ({ readonly image: string } | { readonly build: string }) & {
  readonly from?: never
  readonly bake?: never
}

/** What `verify` takes. */
export interface VerifyOptions extends LibraryOptions {
  /** Whether the tags are made to point at the image once every platform is proven. @default false */
  readonly publish?: boolean
  /** With `publish`: says what would be published, and writes nothing. @default false */
  readonly dryRun?: boolean
}

/** What `bench` takes. */
export interface BenchOptions extends Omit<LibraryOptions, 'bench'> {}

/** What `doctor` takes. */
export interface DoctorOptions extends CallOptions {
  /** The platforms this machine is to run. @default those that are usual */
  readonly platform?: UserPlatforms
  /** As for `verify`. @default the engine that docker would use */
  readonly engine?: string | readonly string[]
  /** The builder to look at. @default the current one */
  readonly builder?: string
}

/** What `clean` takes. */
export interface CleanOptions extends CallOptions {
  /** As for `verify`. @default the engine that docker would use */
  readonly engine?: string | readonly string[]
}

/** What `publish` takes. */
export interface PublishOptions extends CallOptions {
  /** The report that proves the image: the path of a saved one, or what `verify` returned. */
  readonly report: string | RunReport
  /** Tags to make point at the image: `ghcr.io/acme/app:1.4`. */
  readonly tag: string | readonly string[]
  /** How old the report may be. @default 24h */
  readonly maxAge?: UserDuration
  /** Says what would be published, and writes nothing. @default false */
  readonly dryRun?: boolean
  /** Warnings are obstacles. @default false */
  readonly strict?: boolean
  /** Whether an inconclusive platform is taken for proven: `pass`. @default it is an obstacle */
  readonly inconclusive?: 'pass' | 'fail'
  /** Annotations that an `assemble:` image was verified with. */
  readonly annotation?: string | readonly string[]
  /** Talk plain HTTP to registries that are not on this host. @default false */
  readonly plainHttp?: boolean
}

/** What `openImage` takes. */
export interface OpenOptions extends CallOptions {
  /** Talk plain HTTP to registries that are not on this host. @default false */
  readonly plainHttp?: boolean
  /** For images of an engine's store. @default the engine that docker would use */
  readonly engine?: string | readonly string[]
}
