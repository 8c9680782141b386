import type { Digest } from '../oci/digest.ts'
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
  | 'done'

/** The image's name was resolved: from here on everything goes by digest. First event of an image. */
export interface ImageResolvedEvent {
  readonly kind: 'image-resolved'
  /** As the user named it. */
  readonly reference: string
  readonly digest: Digest
  /** The keys of all platforms that will be reported, in the index's order: `linux/arm64`. */
  readonly platforms: readonly string[]
  readonly attestations: number
}

/** It is known how a platform will be run. */
export interface PlatformPlannedEvent {
  readonly kind: 'platform-planned'
  readonly platform: string
  readonly execution: ExecutionReport
}

/** A platform went on to its next state, or made progress in it. */
export interface PlatformStateEvent {
  readonly kind: 'platform-state'
  readonly platform: string
  readonly state: PlatformState
  /** What is awaited, in a few words: `GET / on port 5000`. */
  readonly detail?: string
  /** While pulling. */
  readonly receivedBytes?: number
  readonly totalBytes?: number
}

/** A platform has its verdict. */
export interface PlatformEndEvent {
  readonly kind: 'platform-end'
  /** The key it had in the other events, where that is not `report.platform`. */
  readonly platform?: string
  readonly report: PlatformReport
}

/** Something the user should know that is no finding. */
export interface NoticeEvent {
  readonly kind: 'notice'
  readonly message: string
}

/** An image has its verdict. Last event of an image. */
export interface RunEndEvent {
  readonly kind: 'run-end'
  readonly report: RunReport
}

/** What happened in a run. Plain JSON. */
export type RunEvent =
  ImageResolvedEvent | PlatformPlannedEvent | PlatformStateEvent | PlatformEndEvent | NoticeEvent | RunEndEvent
