import type { ResolvedConfig } from '../config/resolved-config.ts'
import type { HarnessError } from '../errors.ts'
import type { Digest } from '../oci/digest.ts'
import type { BuildReport } from '../report/build-report.ts'
import { createFailureReport } from '../report/error-report.ts'
import type { RunReport } from '../report/report.ts'
import { toolInfo, type VerbContext } from './context.ts'
import type { PreparedImages, PrepareOptions } from './prepared-images.ts'

/**
 * The images a user named, or those made of what the user named.
 * @throws HarnessError `builder-failed`, `build-failed`, `config-invalid`
 */
export async function prepareImages(
  config: ResolvedConfig,
  context: VerbContext,
  options: PrepareOptions,
): Promise<PreparedImages> {
  if (config.build === undefined) return { images: config.images, builds: [], close: async () => undefined }
  const { buildImages } = await import('./build-images.ts')
  return buildImages(config.build, config, context, options)
}

/** The report of a run whose image could not be built. */
export function failedBuild(command: string, thrown: HarnessError, builds: readonly BuildReport[]): RunReport {
  return { ...createFailureReport({ tool: toolInfo(), command, thrown, createdAt: new Date() }), builds }
}

/** The report of an image with the builds it came from, of each what belongs to it. */
export function withBuilds(report: RunReport, builds: readonly BuildReport[]): RunReport {
  const digest = report.image?.digest
  const own = builds.flatMap((build) => buildOf(build, digest) ?? [])
  return own.length === 0 ? report : { ...report, builds: own }
}

function buildOf(build: BuildReport, digest: Digest | undefined): BuildReport | undefined {
  // An engine's classic store has no manifests: what is exported from it has a digest of its own.
  if (digest === undefined || build.images.length === 0 || build.staging === 'engine') return build
  const images = build.images.filter((image) => image.digest === digest)
  const targets = new Set(images.map(({ target }) => target))
  const steps = build.steps.filter(({ target }) => target === undefined || targets.has(target))
  return images.length === 0 ? undefined : { ...build, images, steps }
}
