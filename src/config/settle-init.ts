import type { Layers } from './layers.ts'
import { options } from './options.ts'
import { present } from './present.ts'

/** What `everyarch init` is asked for. */
export interface InitRequest {
  /** @default the current folder */
  readonly folder?: string
  /** The Dockerfile, from the folder. */
  readonly file?: string
  readonly format?: 'ts' | 'mjs' | 'json'
  readonly ci?: 'github' | 'gitlab' | 'none'
  /** Whether files that say something else are written over. */
  readonly force: boolean
  /** Whether nothing is asked. */
  readonly yes: boolean
}

/** What the sources say of `everyarch init`. */
export function settleInit({ read }: Layers): InitRequest {
  return {
    force: read(options.force) ?? false,
    yes: read(options.yes) ?? false,
    ...present({
      folder: read(options.folder),
      file: read(options.file),
      format: read(options.format),
      ci: read(options.ci),
    }),
  }
}
