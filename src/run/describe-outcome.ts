import type { HealthInfo, StartInfo } from '../harness/protocol.ts'
import type { Outcome } from './observation.ts'

/** Whether the application started, as suites are told. */
export function describeStart(outcome: Outcome): StartInfo {
  switch (outcome.kind) {
    case 'refused':
      return { problem: outcome.message }
    case 'exited':
      return { problem: `it ended with exit code ${outcome.exitCode}` }
    case 'crashed':
      return { problem: `it was ended by signal ${outcome.signal}` }
    case 'short-of-processes':
      return { problem: 'it ran into its limit of processes' }
    case 'unproven':
      return { problem: outcome.error.message }
    case 'unfulfilled':
      return { problem: `it ${outcome.problem}` }
    case 'well':
    case 'unsettled':
    case 'timed-out':
      return {}
  }
}

/** Whether it answered as expected. */
export function describeHealth(outcome: Outcome): HealthInfo {
  switch (outcome.kind) {
    case 'well': {
      const { how, status, readyMs } = outcome
      return { how, ...(status === undefined ? {} : { status }), ...(readyMs === undefined ? {} : { readyMs }) }
    }
    case 'unsettled':
      return { problem: 'it answered once and then no more', readyMs: outcome.readyMs }
    case 'timed-out':
      return {
        problem: outcome.answer.kind === 'wrong' ? `it ${outcome.answer.problem}` : 'it did not answer in time',
      }
    default:
      return describeStart(outcome)
  }
}

/** What is wrong with it, if anything is. */
export function describeProblem(outcome: Outcome): string | undefined {
  return describeHealth(outcome).problem
}
