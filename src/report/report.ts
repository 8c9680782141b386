import type { Digest } from '../oci/digest.ts'
import type { ErrorCode } from '../errors.ts'
import type { BuildReport } from './build-report.ts'
import type { BenchReport, BenchmarkReport, FootprintReport } from './benchmark-report.ts'
import type { Finding } from './finding.ts'

/** The word for a platform; `skipped` was not asked for and does not count. */
export type Verdict = 'passed' | 'failed' | 'inconclusive' | 'unverified' | 'skipped'
/** The word for a run: the worst of its platforms and of the findings of its index. */
export type RunVerdict = Exclude<Verdict, 'skipped'>
/** See the table of exit codes in the README. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 130

/** What made a report. */
export interface ToolInfo {
  /** The tool. */
  readonly name: 'everyarch'
  /** Its version: `1.4.0`. */
  readonly version: string
}

/** How a platform was run. */
export type ExecutionReport =
  | {
      readonly kind: 'native'
      readonly proof: string
      readonly engine?: string
      /** What that engine is: `Docker 28.5.2`, `Podman 4.3.1`. */
      readonly engineVersion?: string
      readonly calibration?: CalibrationReport
    }
  | {
      readonly kind: 'emulated'
      readonly emulator: Emulator
      readonly proof: string
      readonly engine?: string
      /** What that engine is: `Docker 28.5.2`, `Podman 4.3.1`. */
      readonly engineVersion?: string
      readonly calibration?: CalibrationReport
    }
  | {
      readonly kind: 'unavailable'
      readonly reason: string
      readonly engine?: string
      readonly engineVersion?: string
    }
  | { readonly kind: 'none'; readonly reason?: string }

/**
 * The CPU time, in microseconds, that the same work takes on any machine; and how many times that of the engine's own
 * architecture it is, measured at the same time.
 */
export interface CalibrationReport {
  /** To start a program. */
  readonly spawnUs: number
  /** To compute. */
  readonly cpuUs: number
  /** To call the kernel. */
  readonly systemCallsUs: number
  /** How many times the time of the native architecture. */
  readonly factors: { readonly spawn: number; readonly cpu: number; readonly systemCalls: number }
}

/** The program that runs machine code of another architecture. */
export interface Emulator {
  /** `qemu-aarch64`, `rosetta`, … */
  readonly name: string
  /** Absent where the emulator would not say. */
  readonly version?: string
}

/** One thing that was asked of a platform. */
export interface CheckReport {
  /** `architecture`, `start`, `health`, or what a suite calls it. */
  readonly name: string
  /** Whether it held. */
  readonly status: Verdict
  /** Milliseconds that it took. */
  readonly durationMs?: number
  /** Why it was skipped or could not run. */
  readonly reason?: string
  /** How many tests of the user's own it is made of. */
  readonly tests?: number
}

/** What was proven of an application that is up. */
export interface HealthReport {
  /** The path that was asked for, the first of several: `/`; absent where nothing was asked over HTTP. */
  readonly url?: string
  /** What was proven: `200 on /`, `listening on 5000`, `stayed up 1 s`; absent where nothing was. */
  readonly how?: string
  /** Where its ports were reached, when its engine is elsewhere: `192.168.1.5`, or `ssh://node, through a forward`. */
  readonly at?: string
  /** The HTTP status of the last answer; absent where none came. */
  readonly status?: number
  /** Milliseconds from the start of the container to the first good answer; absent where none came. */
  readonly readyMs?: number
}

/** How long it took to come up, and how long it was given. */
export interface StartReport {
  /** Milliseconds from the container's start to the first good answer, or to its end where that was asked for. */
  readonly readyMs?: number
  /** `readyMs` divided by that of a native platform of the same image; only where this one was emulated. */
  readonly factor?: number
  /** That platform: `linux/amd64`. */
  readonly comparedTo?: string
  /** Milliseconds that it was given. */
  readonly timeoutMs: number
  /** Why it was given as long: `20 × the 12 s that linux/amd64 took`. */
  readonly timeoutReason: string
}

/** A container that was left where it ran. */
export interface KeptContainer {
  /** As short as docker shows it. */
  readonly id: string
  /** `created`: it could not be started. */
  readonly state: 'running' | 'ended' | 'created'
  /** What lets a user look at it, the most useful first. */
  readonly commands: readonly string[]
}

/** What was proven of one platform. */
export interface PlatformReport {
  /** Normalised: `linux/arm64`. */
  readonly platform: string
  /** As the index spells it; absent where the index names no platform. */
  readonly declared?: string
  /** Of its manifest. */
  readonly digest?: Digest
  /** Bytes on the wire: the manifest's config and layers. */
  readonly sizeBytes?: number
  /** How it was run. */
  readonly execution: ExecutionReport
  /** The word for it. */
  readonly verdict: Verdict
  /** What was found, the gravest first. */
  readonly findings: readonly Finding[]
  /** What was asked of it. */
  readonly checks: readonly CheckReport[]
  /** What `uname -m` printed, when it ran. */
  readonly uname?: string
  /** Absent where it never ran. */
  readonly health?: HealthReport
  /** Absent where it never ran, or where nothing was waited for. */
  readonly start?: StartReport
  /** Where it was measured. */
  readonly benchmarks?: readonly BenchmarkReport[]
  /** With benchmarks. */
  readonly footprint?: FootprintReport
  /** With `--keep-failed`. */
  readonly keptContainer?: KeptContainer
}

/** An error of the run, which says nothing of the image. */
export interface ErrorReport {
  /** Its stable name. */
  readonly code: ErrorCode
  /** One sentence. */
  readonly message: string
  /** One thing the user can do next. */
  readonly hint?: string
  /** The message of what was thrown before it. */
  readonly cause?: string
}

/** What became of a tag. */
export interface PublishedTag {
  /** `ghcr.io/acme/app:1.4`. */
  readonly reference: string
  /**
   * `published` now, `unchanged` as it pointed there already, `kept` where it was, `planned` of what only was to be said;
   * `unknown` where the registry did not say whether it took it, nor what is there now.
   */
  readonly state: 'published' | 'unchanged' | 'kept' | 'unknown' | 'planned'
  /** What it pointed at before. */
  readonly previous?: Digest
  /** Why it is not where it should be. */
  readonly error?: ErrorReport
}

/** What became of the tags that a proven image was to have. */
export interface PublishReport {
  /**
   * `published`: every tag points at the image, which was read back. `incomplete`: not every one does, or it could not be
   * read back. `refused`: nothing was changed. `planned`: nothing was to be.
   */
  readonly state: 'published' | 'incomplete' | 'refused' | 'planned'
  /** Each tag, in the order they were given. */
  readonly tags: readonly PublishedTag[]
  /** Bytes of blobs that were sent. */
  readonly sentBytes: number
  /** Where the user's word stands for a proof: `linux/s390x was not run, as level: 'static' says`, waivers. */
  readonly accepted: readonly string[]
  /** Why nothing was published, or would be. */
  readonly reasons?: readonly string[]
}

/** Which image a report is of. */
export interface ImageReport {
  /** As the user named it. */
  readonly reference: string
  /** Of the index or manifest; absent where the name did not lead to one. */
  readonly digest?: Digest
  /** Of the same. */
  readonly mediaType?: string
}

/** The report of one image. Plain JSON; absent values are left out. */
export interface RunReport {
  readonly schemaVersion: 1
  /** Which version made it. */
  readonly tool: ToolInfo
  /** The command that made it: `verify`. */
  readonly command: string
  /** RFC 3339, UTC. */
  readonly createdAt: string
  /** Absent where no image came to be looked at. */
  readonly image?: ImageReport
  /** `null` only when there was no run (exit code 2). */
  readonly verdict: RunVerdict | null
  /** What the command line exits with. */
  readonly exitCode: ExitCode
  /** Warnings failed: `--strict`. */
  readonly strict?: boolean
  /** The flags that said how it is run and what must hold: `--http`, `5000`. */
  readonly flags?: readonly string[]
  /** Of the index as a whole. */
  readonly findings: readonly Finding[]
  /** The number of attestation manifests; they are no platforms. */
  readonly attestations?: number
  /** How benchmarks were measured, where they were. */
  readonly bench?: BenchReport
  /** In the index's order. */
  readonly platforms: readonly PlatformReport[]
  /** Where the image was built by this run. */
  readonly builds?: readonly BuildReport[]
  /** Of a run that was told tags. */
  readonly publish?: PublishReport
  /** Of the run. */
  readonly errors: readonly ErrorReport[]
}

/** The report of several images in one call; the verdict is the worst. */
export interface RunReports {
  readonly schemaVersion: 1
  readonly tool: ToolInfo
  readonly command: string
  readonly verdict: RunVerdict | null
  readonly exitCode: ExitCode
  readonly reports: readonly RunReport[]
}
