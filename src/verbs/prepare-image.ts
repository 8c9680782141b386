import type { ResolvedConfig } from '../config/resolved-config.ts'
import type { RegistryClient } from '../registry/client.ts'
import type { BuildReport } from '../report/build-report.ts'
import type { VerbContext } from './context.ts'
import type { Engines } from './engine-access.ts'

/** The images a call is about, and what was made so that they can be looked at. */
export interface PreparedImages {
  /** Names that `openNamedView` understands: `repository@sha256:…`, `oci:DIR`. */
  readonly images: readonly string[]
  readonly builds: readonly BuildReport[]
  /** Removes what was made for this call alone. */
  close(): Promise<void>
}

export interface PrepareOptions {
  readonly client: RegistryClient
  readonly engines: Engines
}

/** The images a user named. */
export async function prepareImages(
  config: ResolvedConfig,
  _context: VerbContext,
  _options: PrepareOptions,
): Promise<PreparedImages> {
  return { images: config.images, builds: [], close: async () => undefined }
}
