import type { ImageSource } from '../image/source.ts'
import type { Digest } from '../oci/digest.ts'
import type { Platform } from '../oci/platform.ts'
import type { ImageName } from './commit.ts'
import type { ContainerOutput, OutputLimits } from './container-output.ts'
import type { ImageFiles } from './image-file.ts'
import type { BindMount, VolumeMount } from './mount.ts'

/** A Docker Engine (or what speaks its API), found and answering. */
export interface Engine {
  /** `default`, or the name the user gave it. */
  readonly name: string
  readonly info: EngineInfo
  /** What Docker's own client needs in its environment to speak to this engine; undefined takes a variable away. */
  readonly clientVariables: Readonly<Record<string, string | undefined>>
  /** Pulls one manifest by digest; progress as bytes. Errors in the stream are thrown. */
  pull(request: PullRequest): Promise<void>
  /** True when the engine's store holds the whole image of this digest. */
  hasImage(repository: string, digest: Digest, signal?: AbortSignal): Promise<boolean>
  /** How much room an image takes in its store, unpacked; undefined where the engine does not tell. */
  unpackedBytes(repository: string, digest: Digest, signal?: AbortSignal): Promise<number | undefined>
  /** Opens an image of its store, with every platform that is there; who opens it closes it. */
  openImage(request: StoredImageRequest): Promise<ImageSource>
  /** Loads a `docker save` archive: how control programs reach an engine. */
  loadImage(archive: Uint8Array, signal?: AbortSignal): Promise<void>
  /** Images that carry all of these labels, or are of this repository. */
  listImages(wanted: ImageFilter): Promise<readonly ImageSummary[]>
  removeImage(reference: string): Promise<void>
  /** Creates and starts; the caller owns the container and removes it. A refused one is removed already. */
  startContainer(request: ContainerRequest): Promise<StartResult>
  /** Opens the files of an image, in a container that is never started; who opens them closes them. */
  openFiles(request: ContainerRequest): Promise<ImageFiles>
  /** Containers that carry all of these labels, running or not. */
  listContainers(labels: Readonly<Record<string, string>>): Promise<readonly ContainerSummary[]>
  /** Networks or volumes that carry all of these labels. */
  listResources(kind: ResourceKind, labels: Readonly<Record<string, string>>): Promise<readonly ResourceSummary[]>
  /** Nothing may use it any more; gone already is fine. */
  removeResource(kind: ResourceKind, name: string): Promise<void>
  /** Kills and removes, with its anonymous volumes; done already is fine. */
  removeContainer(id: string): Promise<void>
  listNetworks(): Promise<readonly NetworkSummary[]>
  close(): Promise<void>
}

export interface EngineInfo {
  readonly id: string
  /** `tcp://…`, `unix://…`: where it answered, without credentials. */
  readonly endpoint: string
  /** What answers: Docker's own daemon (or one that does not say otherwise), or Podman behind the same API. */
  readonly product: 'docker' | 'podman'
  readonly version: string
  /** `linux`, `windows`. */
  readonly os: string
  /** OCI's name: `amd64`. */
  readonly architecture: string
  readonly kernelVersion: string
  readonly imageStore: 'containerd' | 'classic' | 'podman'
  /** True when it runs on this very kernel: then `/proc` here explains it. */
  readonly isLocal: boolean
  /** True when it is reached without leaving this host: as a rule it sees this host's files. */
  readonly isReachedHere: boolean
  readonly cores: number
  readonly memoryBytes: number
  /** The folder its images lie in, where this process can see it. */
  readonly dataRoot?: string
  /** `Docker Desktop`, `podman`, … as the engine names its operating system. */
  readonly operatingSystem: string
  /** The address a published port is reached at: `127.0.0.1`, or a remote engine's host. */
  readonly host: string
}

export interface PullRequest {
  readonly repository: string
  readonly digest: Digest
  readonly platform: Platform
  /** Sent to the engine, which sends it to the registry; left out for anonymous pulls. */
  readonly credential?: PullCredential
  /** No news for this long end the pull. @default 180000 */
  readonly idleTimeoutMs?: number
  /** It ends after this, whatever its progress. @default 7200000 */
  readonly totalTimeoutMs?: number
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: { readonly receivedBytes: number; readonly totalBytes: number }) => void
}

export interface StoredImageRequest {
  /** As the engine knows it: a reference, or an image's id. */
  readonly reference: string
  /** As the user named it, for messages and reports. */
  readonly name: string
  /** The index is all that is wanted: where the engine tells it, nothing is exported. @default false */
  readonly isListed?: boolean
  /** Hears that the engine is to export about so many bytes. */
  readonly onExport?: (sizeBytes: number) => void
  readonly signal?: AbortSignal
}

/** What the registry wants from a pull: a name and password, or a token that stands for them. */
export type PullCredential =
  { readonly username: string; readonly password: string } | { readonly identityToken: string }

export interface ContainerRequest {
  /** `repository@digest`, or a loaded image's name. */
  readonly image: string
  /** As the image's config says it: engines refuse any other. Left out where the config says none. */
  readonly platform?: Platform
  readonly labels: Readonly<Record<string, string>>
  readonly entrypoint?: readonly string[]
  readonly command?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly user?: string
  /** An init as PID 1, where the engine has one: for probes, never for the application. */
  readonly init?: boolean
  /** `5000/tcp`: published on loopback (a local engine) at a port the engine chooses. */
  readonly ports?: readonly string[]
  readonly memoryBytes?: number
  readonly pidsLimit?: number
  /** Files to put in before it starts, absolute paths; below the tool's own folder where the root is read-only. */
  readonly files?: readonly { readonly path: string; readonly bytes: Uint8Array; readonly mode: number }[]
  readonly network?: string
  /** Leaves a container that could not be started where it is. */
  readonly keepsRefused?: boolean
  /** @default the image's */
  readonly workingDir?: string
  readonly isReadOnly?: boolean
  /** Mount options by path. */
  readonly tmpfs?: Readonly<Record<string, string>>
  readonly mounts?: readonly BindMount[]
  /** But for those at a path where something else is mounted already. */
  readonly volumes?: readonly VolumeMount[]
  /** `SOURCE:TARGET[:OPTIONS]` as `docker run -v` takes it: a folder that is not there is made on the engine's host. */
  readonly binds?: readonly string[]
  /** All that the engine's host may do. */
  readonly isPrivileged?: boolean
  /** A terminal, to which both outputs are one. */
  readonly hasTerminal?: boolean
  /** `NET_ADMIN`, `ALL` */
  readonly capAdd?: readonly string[]
  readonly capDrop?: readonly string[]
  /** `NAME:ADDRESS` */
  readonly extraHosts?: readonly string[]
  /** It may make namespaces of its own, in which it is root: what an engine denies by default is then its own to deny. */
  readonly mayMakeNamespaces?: boolean
  /** The id of a running container whose processes it sees, and may end. */
  readonly processesOf?: string
  /** Names by which others of the network find it. */
  readonly networkAliases?: readonly string[]
  readonly signal?: AbortSignal
}

/**
 * `refused`: created, but the runtime could not execute its entrypoint. That is said of the image, so it is no error;
 * everything else that goes wrong (engine gone, image absent, disk full) is thrown.
 */
export type StartResult =
  | { readonly kind: 'started'; readonly container: StartedContainer }
  | {
      readonly kind: 'refused'
      /** The engine's words: `exec /app: exec format error`. */
      readonly message: string
      /** As the engine recorded it: 126 cannot be executed, 127 not found. */
      readonly exitCode: number
      /** Of the container, where it was to be kept. */
      readonly id?: string
    }

export interface StartedContainer {
  readonly id: string
  /** Monotonic clock (`performance.now()`), taken when the engine said it had started. */
  readonly startedAtMs: number
  /** Where a container port answers: as it was published, or as it is where nothing has to be. */
  address(containerPort: string): { readonly host: string; readonly port: number } | undefined
  /**
   * Standard output and error from the first byte, following until it ends or `signal` aborts. What comes after
   * `totalBytes` is read and dropped. @default totalBytes 1048576
   */
  followLogs(
    onLine: (line: LogLine) => void,
    signal?: AbortSignal,
    limits?: { readonly totalBytes?: number },
  ): Promise<void>
  /** All that it wrote, byte for byte, once it has ended. */
  output(limits: OutputLimits, signal?: AbortSignal): Promise<ContainerOutput>
  /** Makes an image of what it has changed, and of how it was started, under that name. */
  commit(name: ImageName, signal?: AbortSignal): Promise<void>
  /** Resolves when the container has ended. */
  wait(signal?: AbortSignal): Promise<ExitState>
  state(): Promise<ContainerState>
  /** All that the engine knows of it, as it says it. */
  inspect(): Promise<unknown>
  exec(command: readonly string[], options?: ExecOptions): Promise<ExecResult>
  /** The host's view of its processes: one command line each, as `ps -o args` shows it. */
  processes(): Promise<readonly string[]>
  /** The signals of PID 1's threads; none when it has ended. Not every engine's ps can tell them. */
  threads(): Promise<readonly ThreadSignals[]>
  /** What it uses at this moment. */
  usage(): Promise<ContainerUsage>
  /** The signals the engine was asked to send it so far, by anyone: `15`, `SIGTERM`. */
  receivedSignals(): Promise<readonly string[]>
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
  /** Kills and removes it, however many processes it has. */
  remove(): Promise<void>
}

export interface LogLine {
  readonly stream: 'stdout' | 'stderr'
  readonly text: string
  /** Milliseconds since the container started, on the engine's clock. */
  readonly atMs: number
  /** The line was cut at 64 KiB, or it is the last one of what was asked for. */
  readonly truncated?: true
}

export interface ExitState {
  readonly exitCode: number
  readonly outOfMemory: boolean
  /** What the engine itself said went wrong, if anything. */
  readonly error: string
}

export type ContainerState =
  | {
      readonly running: true
      /** Of PID 1 as the engine's host counts; absent where the engine will not say. */
      readonly pid?: number
      /** One of its processes was ended for want of memory, and it goes on. */
      readonly outOfMemory?: true
    }
  | ({ readonly running: false } & ExitState)

/** The signals of one thread as its kernel tells them: bit N-1 stands for signal N. */
export interface ThreadSignals {
  readonly blocked: bigint
  readonly caught: bigint
  readonly ignored: bigint
}

export interface ContainerUsage {
  /** Of all its processes since it started. */
  readonly cpuMs: number
  /** Without what the kernel can take back at any time. */
  readonly memoryBytes: number
  /** The most it ever used, as its kernel counted: with file pages. Kernels of cgroup version 2 do not tell. */
  readonly peakMemoryBytes?: number
  readonly memoryLimitBytes?: number
  /** Threads count, as they do for the limit. */
  readonly processes?: number
  readonly processLimit?: number
}

export interface ExecOptions {
  readonly user?: string
  /** @default 60000 */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

/** Each output is cut after 1 MiB. */
export interface ExecResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

export interface ContainerSummary {
  readonly id: string
  readonly labels: Readonly<Record<string, string>>
  readonly running: boolean
}

export interface NetworkSummary {
  readonly id: string
  readonly name: string
  /** `bridge`, `host`, `null`, `macvlan`, … */
  readonly driver: string
  /** Without a way out; ports are not published. */
  readonly isInternal: boolean
}

/** What containers share. */
export type ResourceKind = 'network' | 'volume'

export interface ResourceSummary {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
}

export type ImageFilter = { readonly labels: Readonly<Record<string, string>> } | { readonly repository: string }

export interface ImageSummary {
  readonly id: string
  readonly labels: Readonly<Record<string, string>>
  /** `localhost/app:1`; none for an image that lost its last. */
  readonly names: readonly string[]
}
