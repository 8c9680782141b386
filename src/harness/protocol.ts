import type { Digest } from '../oci/digest.ts'
import type { ExecutionReport } from '../report/report.ts'

/** What a suite is told of the platform it checks, before anything has started. */
export interface TargetInfo {
  /** The vitest project's name: the platform, with `@digest` where the index lists it twice. */
  readonly project: string
  /** Normalised: `linux/arm64`. */
  readonly platform: string
  readonly digest: Digest
  /** `repository@digest`: what is run. */
  readonly image: string
  readonly execution: ExecutionReport
  /** What `uname -m` may print on this platform, run this way, on this host. */
  readonly acceptedMachines: readonly string[]
}

/** The application's container, running. */
export interface ContainerInfo {
  readonly id: string
  /** `5000/tcp` → where it answers on this machine. */
  readonly addresses: Readonly<Record<string, { readonly host: string; readonly port: number }>>
}

/** How the application came up. Each `problem` is one sentence; without one, all is well. */
export interface StartInfo {
  readonly problem?: string
}

export interface HealthInfo {
  readonly problem?: string
  /** What was proven: `200 on /`, `listening on 5000`. */
  readonly how?: string
  /** Of the first endpoint that was asked over HTTP. */
  readonly status?: number
  /** Milliseconds from the container's start to the first good answer. */
  readonly readyMs?: number
}

export interface UnameInfo {
  readonly machine: string
  /** The image's own `uname`, or a static program that was put in. */
  readonly source: 'image' | 'injected'
}

export interface CommandResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** What a suite can ask of the run, and what it is answered. Every answer waits until it can be given. */
export interface HarnessAnswers {
  readonly container: ContainerInfo
  readonly start: StartInfo
  readonly health: HealthInfo
  readonly uname: UnameInfo
  readonly logs: string
  readonly exec: CommandResult
  readonly run: CommandResult
}

export type HarnessMethod = keyof HarnessAnswers

/** One line over the run's socket: a number, a space, and this as JSON. */
export interface HarnessRequest {
  readonly project: string
  readonly method: HarnessMethod
  /** What `exec` and `run` are to execute; empty for the others. */
  readonly command: readonly string[]
}

/** The line that answers: the request's number, a space, and this as JSON. */
export type HarnessResponse<M extends HarnessMethod = HarnessMethod> =
  { readonly result: HarnessAnswers[M] } | { readonly error: { readonly message: string; readonly hint?: string } }

/** A line over the socket may not be longer than this. */
export const maxLineBytes = 4 * 1024 * 1024
