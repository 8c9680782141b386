import type { BuildTimer } from '../build/time-build.ts'
import type { HarnessError } from '../errors.ts'
import type { RegistryClient } from '../registry/client.ts'
import type { BuildReport } from '../report/build-report.ts'
import type { Publisher, TagsOf } from './publisher.ts'

/** The images a call is about, and what was made so that they can be looked at. */
export interface PreparedImages {
  /** Names that `openNamedView` understands: `repository@sha256:…`, `oci:DIR`. */
  readonly images: readonly string[]
  readonly builds: readonly BuildReport[]
  /** What the steps of a build wrote. */
  readonly buildLog?: readonly string[]
  /** What reports call an image that is in a place of this run alone. */
  readonly shownAs?: ReadonlyMap<string, string>
  /** What must be shown nowhere, beside what the configuration says. */
  readonly secrets?: readonly string[]
  /** What the images are to be published as, where each has tags of its own. */
  readonly tagsOf?: TagsOf
  /** What builds one of them once more, to measure that. */
  readonly timerOf?: (image: string) => BuildTimer | undefined
  /** Why there are no images. */
  readonly failure?: HarnessError
  /** Removes what was made for this call alone. */
  close(): Promise<void>
}

export interface PrepareOptions {
  readonly client: RegistryClient
  /** Is told before anything is built what it will be published as. */
  readonly publisher: Publisher | undefined
}
