import type { Digest } from '../oci/digest.ts'
import type { ExecutionReport } from '../report/report.ts'

/** What a suite is told of the platform it checks, before anything has started. */
export interface TargetInfo {
  /** The vitest project's name: the platform, with `@digest` where the index lists it twice. */
  readonly project: string
  /** Normalised: `linux/arm64`. */
  readonly platform: string
  /** Of its manifest. */
  readonly digest: Digest
  /** `repository@digest`: what is run. */
  readonly image: string
  /** How it is run: natively, or by which emulator. */
  readonly execution: ExecutionReport
  /** What `uname -m` may print on this platform, run this way, on this host. */
  readonly acceptedMachines: readonly string[]
}

/** The application's container, running. */
export interface ContainerInfo {
  /** The engine's. */
  readonly id: string
  /** `5000/tcp` → where it answers on this machine. */
  readonly addresses: Readonly<Record<string, { readonly host: string; readonly port: number }>>
  /** False of the one that the run has started, and that all suites of the platform share. */
  readonly isOwn: boolean
}

/** How the application came up. Each `problem` is one sentence; without one, all is well. */
export interface StartInfo {
  /** Why it did not come up; absent where it did. */
  readonly problem?: string
}

/** Whether the application answered as expected. */
export interface HealthInfo {
  /** Why it is not healthy; absent where it is. */
  readonly problem?: string
  /** What was proven: `200 on /`, `listening on 5000`. */
  readonly how?: string
  /** Of the first endpoint that was asked over HTTP. */
  readonly status?: number
  /** Milliseconds from the container's start to the first good answer. */
  readonly readyMs?: number
}

/** What `uname -m` printed. */
export interface UnameInfo {
  /** `aarch64`. */
  readonly machine: string
  /** The image's own `uname`, or a static program that was put in. */
  readonly source: 'image' | 'injected'
}

/** How a command ended, and what it wrote. */
export interface CommandResult {
  /** 128 and the signal where it was ended by one. */
  readonly exitCode: number
  /** What it wrote to standard output. */
  readonly stdout: string
  /** What it wrote to standard error. */
  readonly stderr: string
}

/** How a command differs from what the image and the run's settings say. */
export interface RunOptions {
  /** What executes it. @default the image's own */
  readonly entrypoint?: readonly string[]
  /** Added to the run's own variables. */
  readonly env?: Readonly<Record<string, string>>
  /** The user, instead of the image's: `app`, `1000`, `12345:0`. */
  readonly user?: string
  /** The working directory, instead of the image's. */
  readonly workdir?: string
  /** Nothing can be written but to what is mounted. */
  readonly readOnly?: boolean
}

/** How a container differs from the one that the run has started; with none of these it is that one. */
export interface ContainerOptions extends RunOptions {
  /** Replaces the image's command. */
  readonly command?: readonly string[]
  /** `6379/tcp`: published, beside the ports that the run's health is asked on. */
  readonly ports?: readonly string[]
}

/** What the image's configuration of this platform says. */
export interface ImageInfo {
  /** `repository@digest` */
  readonly reference: string
  /** Of its manifest. */
  readonly digest: Digest
  /** Empty where it has none. */
  readonly entrypoint: readonly string[]
  /** Empty where it has none. */
  readonly command: readonly string[]
  /** Its variables, by name. */
  readonly env: Readonly<Record<string, string>>
  /** Empty where it says none: then it is `root`. */
  readonly user: string
  /** Empty where it says none: then it is `/`. */
  readonly workdir: string
  /** By name. */
  readonly labels: Readonly<Record<string, string>>
  /** `80/tcp`: as the image says it. */
  readonly exposedPorts: readonly string[]
  /** Paths that are volumes. */
  readonly volumes: readonly string[]
}

/** A file of the image, symbolic links followed; as it is before anything has run. */
export interface FileInfo {
  /** Absolute, where symbolic links have led. */
  readonly path: string
  /** What it is. */
  readonly kind: 'file' | 'directory' | 'symlink' | 'device' | 'fifo'
  /** Permission bits, with setuid, setgid and sticky: `0o4755`. */
  readonly mode: number
  /** The number of its owner. */
  readonly uid: number
  /** The number of its group. */
  readonly gid: number
  /** Bytes of its content. */
  readonly sizeBytes: number
  /** What machine code in it is for, as OCI calls architectures: `arm64`; absent where it holds none. */
  readonly architecture?: string
  /** Its first 64 KiB as UTF-8. */
  readonly text: string
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
  readonly image: ImageInfo
  /** Absent where the image has no such file. */
  readonly file: { readonly file?: FileInfo }
  readonly close: null
}

export type HarnessMethod = keyof HarnessAnswers

/** One line over the run's socket: a number, a space, and this as JSON. */
export interface HarnessRequest {
  readonly project: string
  readonly method: HarnessMethod
  /** What `exec` and `run` are to execute; empty for the others. */
  readonly command: readonly string[]
  /** How the container that is wanted differs. */
  readonly options?: ContainerOptions
  /** The one that `exec`, `logs` and `close` are about. @default the one that the run has started */
  readonly container?: string
  /** Of the file that is asked for. */
  readonly path?: string
}

/** The line that answers: the request's number, a space, and this as JSON. */
export type HarnessResponse<M extends HarnessMethod = HarnessMethod> =
  { readonly result: HarnessAnswers[M] } | { readonly error: { readonly message: string; readonly hint?: string } }

/** A line over the socket may not be longer than this. */
export const maxLineBytes = 4 * 1024 * 1024
