import type { Digest } from '../src/oci/digest.ts'
import type { BuildStepEvent, PlatformStateEvent, RunEvent } from '../src/report/event.ts'
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
  /** While the image is built. */
  readonly build?: LiveBuild
}

/** What is known of a build while it goes on. */
export interface LiveBuild {
  readonly context: string
  readonly builder: string
  readonly rows: readonly LiveBuildRow[]
}

/** A platform that is built, or all that is for none in particular. */
export interface LiveBuildRow {
  readonly owner: string
  readonly startedAtMs: number
  /** The last that began. */
  readonly step?: BuildStepEvent
  readonly ended: number
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
    case 'build-start': {
      const { context, builder, platforms } = event
      const rows = platforms.map((owner) => ({ owner, startedAtMs: nowMs, ended: 0 }))
      return { ...state, build: { context, builder, rows } }
    }
    case 'build-step':
      return state.build === undefined ? state : { ...state, build: changeBuild(state.build, event, nowMs) }
    case 'build-end': {
      const { build: _, ...others } = state
      return others
    }
    case 'notice':
      return state
    case 'run-end':
      return createLiveState(nowMs)
  }
}

function changeBuild(build: LiveBuild, step: BuildStepEvent, nowMs: number): LiveBuild {
  const owner = [step.target, step.platform].filter((word) => word !== undefined).join(' ')
  const known = build.rows.find((row) => row.owner === owner)
  const row = known ?? { owner, startedAtMs: nowMs, ended: 0 }
  const isEnd = step.state !== 'running'
  const next = { ...row, ended: row.ended + (isEnd ? 1 : 0), ...(isEnd ? {} : { step, startedAtMs: nowMs }) }
  const rows = known === undefined ? [...build.rows, next] : build.rows.map((each) => (each === known ? next : each))
  return { ...build, rows }
}

/** A platform that was not announced gets a row at the end. */
function changeRow(state: LiveState, platform: string, change: (row: LiveRow) => LiveRow): LiveState {
  const isKnown = state.rows.some((row) => row.platform === platform)
  const rows = isKnown ? state.rows : [...state.rows, { platform }]
  return { ...state, rows: rows.map((row) => (row.platform === platform ? change(row) : row)) }
}
