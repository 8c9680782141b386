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
  /** How it ended. */
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
  /** One sentence of the builder. */
  readonly message: string
  /** The line of the Dockerfile, the first being 1. */
  readonly line?: number
}

/** What a build made. */
export interface BuiltImageReport {
  /** The target of a bake file. */
  readonly target?: string
  /** Of the index, or of the manifest where one platform was built. */
  readonly digest: Digest
}

/** Why a build failed, and where. */
export interface BuildFailure {
  /** What it was built for; absent where that is no platform in particular. */
  readonly platform?: string
  /** How the step was executed. */
  readonly execution?: StepExecution
  /** The stage of the Dockerfile. */
  readonly stage?: string
  /** What the step was to do: `RUN pip install flask`. */
  readonly instruction?: string
  /** As the builder names it: `Dockerfile`, `docker-bake.hcl`. */
  readonly file?: string
  /** The line of that file, the first being 1. */
  readonly line?: number
  /** One sentence. */
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
  /** The builder's name. */
  readonly builder: string
  /** `docker`, `docker-container`, `kubernetes` or `remote`. */
  readonly driver: string
  /** Where the image waited for its verdict. */
  readonly staging: Staging
  /** Milliseconds that the builder took. */
  readonly durationMs: number
  /** What it made; of a bake file one for each target. */
  readonly images: readonly BuiltImageReport[]
  /** Every step, in the order they began. */
  readonly steps: readonly BuildStepReport[]
  /** Of the Dockerfile's own checks. */
  readonly warnings: readonly BuildWarning[]
  /** Only of a build that failed. */
  readonly failure?: BuildFailure
}
