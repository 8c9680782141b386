import type { HarnessError } from '../errors.ts'
import type { Digest } from '../oci/digest.ts'
import type { Repository } from '../registry/repository.ts'
import type { Staging } from '../report/build-report.ts'

/** An image that will be built. */
export interface StagedTarget {
  readonly name: string
  /** Where its tags will be; absent for one that is to be published nowhere. */
  readonly repository?: Repository
}

/**
 * How what is built leaves the builder: pushed by the builder itself, pushed to this process and kept or passed on by
 * it, exported as an archive, or left in the engine's store.
 */
export type StagingWay = 'push' | 'relay' | 'archive' | 'engine'

/** A place for built images until they have their verdict. */
export interface OpenStaging {
  readonly way: StagingWay
  readonly kind: Staging
  /** `by digest in ghcr.io/acme/app, with no tag`. */
  readonly words: string
  /** The exporter of each target, in buildx's words. */
  readonly outputs: ReadonlyMap<string, string>
  /** The name of a built image, for `openNamedView`. */
  finish(target: string, digest: Digest): Promise<string>
  /** What kept a push from being taken here. */
  failure(): HarnessError | undefined
  /** False where a builder was to push here, and never came. */
  isReached(): boolean
  close(): Promise<void>
}
