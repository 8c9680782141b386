import type { Digest } from '../oci/digest.ts'
import type { BuildReport, StepExecution } from './build-report.ts'
import type { ExecutionReport, PlatformReport, RunReport } from './report.ts'

/** What a platform of a run is doing. */
export type PlatformState =
  | 'waiting'
  | 'auditing'
  | 'pulling'
  | 'starting'
  | 'probing'
  | 'waiting-for-health'
  | 'settling'
  | 'finding-the-cause'
  | 'measuring'
  | 'done'

/** The image's name was resolved: from here on everything goes by digest. First event of an image. */
export interface ImageResolvedEvent {
  readonly kind: 'image-resolved'
  /** As the user named it. */
  readonly reference: string
  /** What the name stands for. */
  readonly digest: Digest
  /** The keys of all platforms that will be reported, in the index's order: `linux/arm64`. */
  readonly platforms: readonly string[]
  /** The number of attestation manifests; they are no platforms. */
  readonly attestations: number
}

/** It is known how a platform will be run. */
export interface PlatformPlannedEvent {
  readonly kind: 'platform-planned'
  /** Its key: `linux/arm64`. */
  readonly platform: string
  /** How it will be run. */
  readonly execution: ExecutionReport
}

/** A platform went on to its next state, or made progress in it. */
export interface PlatformStateEvent {
  readonly kind: 'platform-state'
  /** Its key: `linux/arm64`. */
  readonly platform: string
  /** What it is doing now. */
  readonly state: PlatformState
  /** What is awaited, in a few words: `GET / on port 5000`. */
  readonly detail?: string
  /** While pulling: bytes so far. */
  readonly receivedBytes?: number
  /** While pulling: bytes in all. */
  readonly totalBytes?: number
}

/** The audit has read another layer of an image's files; layers that platforms share count once. */
export interface AuditProgressEvent {
  readonly kind: 'audit-progress'
  /** As the user named the image. */
  readonly reference: string
  /** Layers so far. */
  readonly readLayers: number
  /** Layers in all. */
  readonly totalLayers: number
  /** Bytes on the wire so far. */
  readonly readBytes: number
  /** Bytes on the wire in all. */
  readonly totalBytes: number
}

/** A platform has its verdict. */
export interface PlatformEndEvent {
  readonly kind: 'platform-end'
  /** The key it had in the other events, where that is not `report.platform`. */
  readonly platform?: string
  /** All that was proven of it. */
  readonly report: PlatformReport
}

/** Something the user should know that is no finding. */
export interface NoticeEvent {
  readonly kind: 'notice'
  /** One sentence. */
  readonly message: string
}

/** The builder begins. Comes before any event of the image. */
export interface BuildStartEvent {
  readonly kind: 'build-start'
  /** As the user named it. */
  readonly context: string
  /** The builder's name. */
  readonly builder: string
  /** Empty where the builder decides. */
  readonly platforms: readonly string[]
}

/** A step of a build went on to its next state. */
export interface BuildStepEvent {
  readonly kind: 'build-step'
  /** What it is done for; absent where that is no platform in particular. */
  readonly platform?: string
  /** The target of a bake file it belongs to, where several are built. */
  readonly target?: string
  /** The stage of the Dockerfile. */
  readonly stage?: string
  /** `RUN pip install flask`. */
  readonly instruction: string
  /** An instruction of the Dockerfile. */
  readonly isInstruction: boolean
  /** What became of it. */
  readonly state: 'running' | 'done' | 'cached' | 'failed' | 'canceled'
  /** How it is executed. */
  readonly execution?: StepExecution
  /** Milliseconds, where it has ended. */
  readonly durationMs?: number
  /** Of its platform and target: the steps that have ended, and those that are known by now. */
  readonly count?: { readonly ended: number; readonly known: number }
}

/** The builder has ended, whatever it came to. */
export interface BuildEndEvent {
  readonly kind: 'build-end'
  /** All that is known of it. */
  readonly report: BuildReport
}

/** An image has its verdict. Last event of an image. */
export interface RunEndEvent {
  readonly kind: 'run-end'
  /** All that was proven of it. */
  readonly report: RunReport
}

/** What happened in a run. Plain JSON. */
export type RunEvent =
  | BuildStartEvent
  | BuildStepEvent
  | BuildEndEvent
  | ImageResolvedEvent
  | PlatformPlannedEvent
  | PlatformStateEvent
  | AuditProgressEvent
  | PlatformEndEvent
  | NoticeEvent
  | RunEndEvent
