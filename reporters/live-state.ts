import type { Digest } from '../src/oci/digest.ts'
import type { PlatformStateEvent, RunEvent } from '../src/report/event.ts'
import type { ExecutionReport, PlatformReport } from '../src/report/report.ts'

/** What is known of a running platform. */
export interface LiveRow {
  readonly platform: string
  readonly execution?: ExecutionReport
  readonly progress?: PlatformStateEvent
  /** When it left the queue, on the run's clock. */
  readonly startedAtMs?: number
  readonly endedAtMs?: number
  readonly report?: PlatformReport
}

/** What is known of a run while it goes on. Times are of one monotonic clock. */
export interface LiveState {
  readonly startedAtMs: number
  readonly image?: { readonly reference: string; readonly digest: Digest; readonly attestations: number }
  /** In the index's order. */
  readonly rows: readonly LiveRow[]
}

/** The state before anything is known. */
export function createLiveState(nowMs: number): LiveState {
  return { startedAtMs: nowMs, rows: [] }
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
      }))
    case 'platform-end':
      return changeRow(state, event.platform ?? event.report.platform, (row) => ({
        ...row,
        startedAtMs: row.startedAtMs ?? nowMs,
        endedAtMs: nowMs,
        report: event.report,
      }))
    case 'notice':
    case 'build-start':
    case 'build-step':
    case 'build-end':
      return state
    case 'run-end':
      return createLiveState(nowMs)
  }
}

/** A platform that was not announced gets a row at the end. */
function changeRow(state: LiveState, platform: string, change: (row: LiveRow) => LiveRow): LiveState {
  const isKnown = state.rows.some((row) => row.platform === platform)
  const rows = isKnown ? state.rows : [...state.rows, { platform }]
  return { ...state, rows: rows.map((row) => (row.platform === platform ? change(row) : row)) }
}
