import { readEnvironment } from '../config/environment.ts'
import type { OwnWords } from '../config/config-values.ts'
import { resolveUserConfig } from '../config/resolve.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import type { UserConfig } from '../config/user-config.ts'
import type { VerbName } from '../config/verb-name.ts'
import { HarnessError } from '../errors.ts'
import type { OpenedImage } from '../image/opened-image.ts'
import type { CleanListing, DoctorListing, PlanListing, PlatformsListing, PublishListing } from '../report/listing.ts'
import type { RunReport } from '../report/report.ts'
import type { ResolveListing } from '../report/resolve-listing.ts'
import type { RunReports } from '../report/run-reports.ts'
import type { VerbContext } from './context.ts'
import type {
  BenchOptions,
  CallOptions,
  CleanOptions,
  DoctorOptions,
  LibraryOptions,
  OneImage,
  OpenOptions,
  PublishOptions,
  VerifyOptions,
} from './library-options.ts'

/**
 * Audits images, runs every platform of them by digest, and reports what was proven. One image gives one report.
 * @throws HarnessError `usage-invalid`, `config-invalid`, `platform-invalid`: what is wrong with the options
 */
export async function verify(options: VerifyOptions & OneImage): Promise<RunReport>
export async function verify(options: VerifyOptions): Promise<RunReport | RunReports>
export async function verify(options: VerifyOptions): Promise<RunReport | RunReports> {
  const { publish: publishes, dryRun, ...others } = options
  const { verify: run } = await import('./verify.ts')
  return call('verify', others, run, { publish: publishes, dryRun })
}

/**
 * Verifies an image, and measures how fast the platforms that passed start, answer and run commands.
 * @throws HarnessError as {@link verify}
 */
export async function bench(options: BenchOptions & OneImage): Promise<RunReport>
export async function bench(options: BenchOptions): Promise<RunReport | RunReports>
export async function bench(options: BenchOptions): Promise<RunReport | RunReports> {
  const { bench: run } = await import('./bench.ts')
  return call('bench', options, run)
}

/**
 * Audits images without an engine: index, registry, configs and files.
 * @throws HarnessError as {@link verify}
 */
export async function inspect(options: LibraryOptions & OneImage): Promise<RunReport>
export async function inspect(options: LibraryOptions): Promise<RunReport | RunReports>
export async function inspect(options: LibraryOptions): Promise<RunReport | RunReports> {
  const { inspect: run } = await import('./inspect.ts')
  return call('inspect', options, run)
}

/**
 * Lists the platforms of images with their digests and sizes.
 * @throws HarnessError as {@link verify}, and what the registry says
 */
export async function platforms(options: LibraryOptions): Promise<PlatformsListing> {
  const { platforms: run } = await import('./platforms.ts')
  return call('platforms', options, run)
}

/**
 * Says what would be run where, without running the image.
 * @throws HarnessError as {@link verify}, and what the registry or the engine says
 */
export async function plan(options: LibraryOptions): Promise<PlanListing> {
  const { plan: run } = await import('./plan.ts')
  return call('plan', options, run)
}

/**
 * Says which digest each kind of host and engine would pick.
 * @throws HarnessError as {@link verify}, and what the registry says
 */
export async function resolve(options: LibraryOptions): Promise<ResolveListing> {
  const { resolve: run } = await import('./resolve.ts')
  return call('resolve', options, run)
}

/**
 * Says what is missing on this machine, and how to add it.
 * @throws HarnessError as {@link verify}
 */
export async function doctor(options: DoctorOptions = {}): Promise<DoctorListing> {
  const { doctor: run } = await import('./doctor.ts')
  return call('doctor', options, run)
}

/**
 * Removes what runs that were killed have left behind.
 * @throws HarnessError as {@link verify}, and what the engine says
 */
export async function clean(options: CleanOptions = {}): Promise<CleanListing> {
  const { clean: run } = await import('./clean.ts')
  return call('clean', options, run)
}

/**
 * Makes tags point at exactly the image that a report proved.
 * @throws HarnessError `publish-refused` where it proves too little, `report-invalid`, and what the registries say
 */
export async function publish(options: PublishOptions): Promise<PublishListing> {
  const { report, dryRun, ...others } = options
  const { publish: run } = await import('./publish.ts')
  const isSaved = typeof report === 'string'
  const own = { report: [isSaved ? report : 'the report'], dryRun }
  return call('publish', others, (config, context) => run(config, context, isSaved ? undefined : report), own)
}

/**
 * Opens an image to look into it: its platforms, and their manifests, configs and files. `name` is what commands take: a
 * reference, `oci:DIR`, `docker-daemon:REF`, …
 * @throws HarnessError `image-not-found`, `image-unsupported`, and what the registry or the engine says
 */
export async function openImage(name: string, options: OpenOptions = {}): Promise<OpenedImage> {
  const { openOne } = await import('./open-one.ts')
  const { config, context, end } = begin('platforms', { ...options, image: name })
  try {
    return await openOne(config, context, end)
  } catch (error) {
    end()
    throw error
  }
}

type RunVerb<T> = (config: ResolvedConfig, context: VerbContext) => Promise<T>

async function call<T>(
  verb: VerbName,
  options: UserConfig & CallOptions,
  runVerb: RunVerb<T>,
  own: OwnWords = {},
): Promise<T> {
  const { config, context, end } = begin(verb, options, own)
  try {
    return await runVerb(config, context)
  } finally {
    end()
  }
}

interface Call {
  readonly config: ResolvedConfig
  readonly context: VerbContext
  /** Stops listening to the signal that was given. */
  readonly end: () => void
}

function begin(verb: VerbName, options: UserConfig & CallOptions, own: OwnWords = {}): Call {
  const { signal, onEvent = () => undefined, variables, ...words } = options
  const environment = readEnvironment(variables)
  const config = resolveUserConfig(words, verb, environment, own)
  const controller = new AbortController()
  const stop = (): void => controller.abort(explainStop(signal?.reason))
  if (signal?.aborted === true) stop()
  signal?.addEventListener('abort', stop, { once: true })
  return {
    config,
    context: { environment, signal: controller.signal, onEvent },
    end: () => signal?.removeEventListener('abort', stop),
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
