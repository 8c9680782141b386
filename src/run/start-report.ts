import type { NativeStart } from '../plan/timeout.ts'
import type { StartReport } from '../report/report.ts'
import type { Observation } from './observation.ts'

/** How long a target took and was given; undefined where it never ran, or nothing was waited for. */
export function createStartReport(observation: Observation, native: NativeStart | undefined): StartReport | undefined {
  const { target, outcome, deadline } = observation
  if (outcome.kind === 'refused' || outcome.kind === 'unproven' || target.expectation.kind === 'stay') return undefined
  const readyMs = 'readyMs' in outcome ? outcome.readyMs : undefined
  const isCompared = readyMs !== undefined && native !== undefined && target.execution.kind === 'emulated'
  return {
    ...(readyMs === undefined ? {} : { readyMs: Math.round(readyMs) }),
    ...(isCompared ? { factor: Number((readyMs / native.readyMs).toPrecision(3)), comparedTo: native.platform } : {}),
    timeoutMs: deadline.timeoutMs,
    timeoutReason: deadline.reason,
  }
}
