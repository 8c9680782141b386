import { readEnvironment, type Variables } from '../config/environment.ts'
import { resolveUserConfig } from '../config/resolve.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import type { UserConfig } from '../config/user-config.ts'
import type { VerbName } from '../config/verb-name.ts'
import type { RunEvent } from '../report/event.ts'
import type { CleanListing, DoctorListing, PlanListing, PlatformsListing } from '../report/listing.ts'
import type { RunReport } from '../report/report.ts'
import type { ResolveListing } from '../report/resolve-listing.ts'
import type { RunReports } from '../report/run-reports.ts'
import type { VerbContext } from './context.ts'

/** What every function of the library takes: the words of the configuration file, and how to watch and stop it. */
export interface LibraryOptions extends UserConfig {
  /** Stops the work; what was started is removed before the promise settles. */
  readonly signal?: AbortSignal
  /** Hears what happens while it happens. */
  readonly onEvent?: (event: RunEvent) => void
  /** Environment variables to read. @default the process's own */
  readonly variables?: Variables
}

/**
 * Audits images, runs every platform of them by digest, and reports what was proven. One image gives one report.
 * @throws HarnessError `usage-invalid`, `config-invalid`, `platform-invalid`: what is wrong with the options
 */
export async function verify(options: LibraryOptions): Promise<RunReport | RunReports> {
  const { verify: run } = await import('./verify.ts')
  return run(...prepare('verify', options))
}

/**
 * Audits images without an engine: index, registry and configs.
 * @throws HarnessError as {@link verify}
 */
export async function inspect(options: LibraryOptions): Promise<RunReport | RunReports> {
  const { inspect: run } = await import('./inspect.ts')
  return run(...prepare('inspect', options))
}

/**
 * Lists the platforms of images with their digests and sizes.
 * @throws HarnessError as {@link verify}, and what the registry says
 */
export async function platforms(options: LibraryOptions): Promise<PlatformsListing> {
  const { platforms: run } = await import('./platforms.ts')
  return run(...prepare('platforms', options))
}

/**
 * Says what would be run where, without running the image.
 * @throws HarnessError as {@link verify}, and what the registry or the engine says
 */
export async function plan(options: LibraryOptions): Promise<PlanListing> {
  const { plan: run } = await import('./plan.ts')
  return run(...prepare('plan', options))
}

/**
 * Says which digest each kind of host and engine would pick.
 * @throws HarnessError as {@link verify}, and what the registry says
 */
export async function resolve(options: LibraryOptions): Promise<ResolveListing> {
  const { resolve: run } = await import('./resolve.ts')
  return run(...prepare('resolve', options))
}

/**
 * Says what is missing on this machine, and how to add it.
 * @throws HarnessError as {@link verify}
 */
export async function doctor(options: LibraryOptions = {}): Promise<DoctorListing> {
  const { doctor: run } = await import('./doctor.ts')
  return run(...prepare('doctor', options))
}

/**
 * Removes what runs that were killed have left behind.
 * @throws HarnessError as {@link verify}, and what the engine says
 */
export async function clean(options: LibraryOptions = {}): Promise<CleanListing> {
  const { clean: run } = await import('./clean.ts')
  return run(...prepare('clean', options))
}

function prepare(verb: VerbName, options: LibraryOptions): [ResolvedConfig, VerbContext] {
  const { signal = new AbortController().signal, onEvent = () => undefined, variables, ...config } = options
  const environment = readEnvironment(variables)
  return [resolveUserConfig(config, verb, environment), { environment, signal, onEvent }]
}
