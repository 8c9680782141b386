import type { Digest } from '../src/oci/digest.ts'
import type { AuditProgressEvent, PlatformStateEvent, RunEvent } from '../src/report/event.ts'
import type { ExecutionReport, PlatformReport } from '../src/report/report.ts'
import { advanceLiveBuild, createLiveBuild, type LiveBuild } from './live-build.ts'

/** What is known of a running platform. */
export interface LiveRow {
  readonly platform: string
  readonly execution?: ExecutionReport
  readonly progress?: PlatformStateEvent
  /** When it left the queue, on the run's clock. */
  readonly startedAtMs?: number
  readonly endedAtMs?: number | undefined
  readonly report?: PlatformReport
}

/** What is known of a run while it goes on. Times are of one monotonic clock. */
export interface LiveState {
  readonly startedAtMs: number
  /** Images that have their verdict. */
  readonly ended: number
  readonly image?: { readonly reference: string; readonly digest: Digest; readonly attestations: number }
  /** In the index's order. */
  readonly rows: readonly LiveRow[]
  /** While layers are read. */
  readonly audit?: AuditProgressEvent
  /** While the image is built. */
  readonly build?: LiveBuild
}

/** The state before anything is known. */
export function createLiveState(nowMs: number, ended = 0): LiveState {
  return { startedAtMs: nowMs, ended, rows: [] }
}

/** The state after an event. */
export function advanceLiveState(state: LiveState, event: RunEvent, nowMs: number): LiveState {
  switch (event.kind) {
    case 'image-resolved': {
      const { reference, digest, attestations, platforms } = event
      return { ...state, image: { reference, digest, attestations }, rows: platforms.map((platform) => ({ platform })) }
    }
    case 'platform-planned':
      return changeRow(state, event.platform, (row) => ({ ...row, execution: event.execution }))
    case 'platform-state':
      return changeRow(state, event.platform, (row) => ({
        ...row,
        progress: event,
        ...(event.state === 'waiting' ? {} : { startedAtMs: row.startedAtMs ?? nowMs }),
        // What it did is over; its verdict comes with those of the others.
        endedAtMs: event.state === 'done' ? nowMs : undefined,
      }))
    case 'audit-progress':
      return { ...state, audit: event }
    case 'platform-end':
      return changeRow(state, event.platform ?? event.report.platform, (row) => ({
        ...row,
        startedAtMs: row.startedAtMs ?? nowMs,
        endedAtMs: row.endedAtMs ?? nowMs,
        report: event.report,
      }))
    case 'build-start':
      return { ...state, build: createLiveBuild(event) }
    case 'build-step':
      return state.build === undefined ? state : { ...state, build: advanceLiveBuild(state.build, event, nowMs) }
    case 'build-end': {
      const { build: _, ...others } = state
      return others
    }
    case 'notice':
      return state
    case 'run-end':
      return createLiveState(nowMs, state.ended + 1)
  }
}

/** A platform that was not announced gets a row at the end. */
function changeRow(state: LiveState, platform: string, change: (row: LiveRow) => LiveRow): LiveState {
  const isKnown = state.rows.some((row) => row.platform === platform)
  const rows = isKnown ? state.rows : [...state.rows, { platform }]
  return { ...state, rows: rows.map((row) => (row.platform === platform ? change(row) : row)) }
}
