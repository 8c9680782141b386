import { readEnvironment, type Variables } from '../config/environment.ts'
import { resolveUserConfig } from '../config/resolve.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import type { UserConfig } from '../config/user-config.ts'
import type { VerbName } from '../config/verb-name.ts'
import { HarnessError } from '../errors.ts'
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
  return run('verify', options, async () => (await import('./verify.ts')).verify)
}

/**
 * Verifies an image, and measures how fast the platforms that passed start, answer and run commands.
 * @throws HarnessError as {@link verify}
 */
export async function bench(options: Omit<LibraryOptions, 'bench'>): Promise<RunReport | RunReports> {
  return run('bench', options, async () => (await import('./bench.ts')).bench)
}

/**
 * Audits images without an engine: index, registry and configs.
 * @throws HarnessError as {@link verify}
 */
export async function inspect(options: LibraryOptions): Promise<RunReport | RunReports> {
  return run('inspect', options, async () => (await import('./inspect.ts')).inspect)
}

/**
 * Lists the platforms of images with their digests and sizes.
 * @throws HarnessError as {@link verify}, and what the registry says
 */
export async function platforms(options: LibraryOptions): Promise<PlatformsListing> {
  return run('platforms', options, async () => (await import('./platforms.ts')).platforms)
}

/**
 * Says what would be run where, without running the image.
 * @throws HarnessError as {@link verify}, and what the registry or the engine says
 */
export async function plan(options: LibraryOptions): Promise<PlanListing> {
  return run('plan', options, async () => (await import('./plan.ts')).plan)
}

/**
 * Says which digest each kind of host and engine would pick.
 * @throws HarnessError as {@link verify}, and what the registry says
 */
export async function resolve(options: LibraryOptions): Promise<ResolveListing> {
  return run('resolve', options, async () => (await import('./resolve.ts')).resolve)
}

/**
 * Says what is missing on this machine, and how to add it.
 * @throws HarnessError as {@link verify}
 */
export async function doctor(options: LibraryOptions = {}): Promise<DoctorListing> {
  return run('doctor', options, async () => (await import('./doctor.ts')).doctor)
}

/**
 * Removes what runs that were killed have left behind.
 * @throws HarnessError as {@link verify}, and what the engine says
 */
export async function clean(options: LibraryOptions = {}): Promise<CleanListing> {
  return run('clean', options, async () => (await import('./clean.ts')).clean)
}

type RunVerb<T> = (config: ResolvedConfig, context: VerbContext) => Promise<T>

async function run<T>(verb: VerbName, options: LibraryOptions, load: () => Promise<RunVerb<T>>): Promise<T> {
  const { signal, onEvent = () => undefined, variables, ...config } = options
  const environment = readEnvironment(variables)
  const resolved = resolveUserConfig(config, verb, environment)
  const controller = new AbortController()
  const stop = (): void => controller.abort(explainStop(signal?.reason))
  if (signal?.aborted === true) stop()
  signal?.addEventListener('abort', stop, { once: true })
  try {
    const runVerb = await load()
    return await runVerb(resolved, { environment, signal: controller.signal, onEvent })
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}

/** Why the work was stopped, in words of its own where the signal has but the platform's. */
function explainStop(reason: unknown): HarnessError {
  if (reason instanceof HarnessError) return reason
  if (reason instanceof Error && reason.name === 'TimeoutError') {
    return new HarnessError('deadline-exceeded', 'the signal that was given timed out', { cause: reason })
  }
  return new HarnessError('interrupted', 'the signal that was given was aborted', { cause: reason })
}
