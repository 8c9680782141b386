import type { Digest } from './digest.ts'

/** A parsed image reference in its full form: `docker.io/library/python:3`. */
export interface Reference {
  /** Host and optional port as in the full name: `docker.io`, `127.0.0.1:5000`, `[::1]:5000`. */
  readonly registry: string
  readonly repository: string
  readonly tag?: string
  readonly digest?: Digest
}
