import type { Digest } from '../oci/digest.ts'

/** How a step was executed: by the builder's own processor, by an emulator, or natively for another platform. */
export type StepExecution = 'native' | 'emulated' | 'cross'

/** A step of a build. */
export interface BuildStepReport {
  /** What it was done for; absent where it was done for no platform in particular. */
  readonly platform?: string
  /** The target of a bake file it belongs to. */
  readonly target?: string
  /** The stage of the Dockerfile; `stage-1` where it has no name. */
  readonly stage?: string
  /** `RUN pip install flask`, `load metadata for …`, `exporting to image`. */
  readonly instruction: string
  readonly status: 'done' | 'cached' | 'failed' | 'canceled'
  /** Absent for steps that execute nothing. */
  readonly execution?: StepExecution
  /** Milliseconds since the build began. */
  readonly startedMs?: number
  /** The time in which it was worked on. */
  readonly durationMs?: number
}

/** A warning of the Dockerfile's own checks. */
export interface BuildWarning {
  readonly message: string
  readonly line?: number
}

/** What a build made. */
export interface BuiltImageReport {
  /** The target of a bake file. */
  readonly target?: string
  readonly digest: Digest
}

/** Why a build failed, and where. */
export interface BuildFailure {
  readonly platform?: string
  readonly execution?: StepExecution
  readonly stage?: string
  readonly instruction?: string
  /** As the builder names it: `Dockerfile`, `docker-bake.hcl`. */
  readonly file?: string
  readonly line?: number
  readonly message: string
  /** The last lines that the step wrote. */
  readonly output: readonly string[]
}

/** Where a built image waits for its verdict: by digest in its registry, in a folder here, or in the engine's store. */
export type Staging = 'registry' | 'layout' | 'engine'

/** One run of the builder. Plain JSON; secrets are left out. */
export interface BuildReport {
  /** As the user named it: a folder, `-`, a git address, or a bake file. */
  readonly context: string
  readonly builder: string
  readonly driver: string
  readonly staging: Staging
  readonly durationMs: number
  readonly images: readonly BuiltImageReport[]
  readonly steps: readonly BuildStepReport[]
  readonly warnings: readonly BuildWarning[]
  readonly failure?: BuildFailure
}
