import { containerInfo } from './container-info.ts'
import { HarnessError } from '../errors.ts'
import { publishedPorts } from '../plan/condition.ts'
import type { CommandResult, HealthInfo, StartInfo } from '../harness/protocol.ts'
import type { HarnessHandlers } from './control-server.ts'
import type { Outcome } from './observation.ts'
import { runCommand } from './run-command.ts'
import type { TargetRun, TargetRunOptions } from './target-run.ts'

const execTimeoutMs = 60_000

/** Answers a project's suites from the run of its target. */
export function createHandlers(run: TargetRun, options: TargetRunOptions): HarnessHandlers {
  const { target } = options
  const { expectation } = target
  const ports = expectation.kind === 'healthy' ? publishedPorts(expectation.conditions) : []
  return {
    container: async () => containerInfo(await run.container, ports),
    start: async () => describeStart(await run.outcome),
    health: async () => describeHealth(await run.outcome),
    logs: async () => run.logs().join('\n'),
    uname: async () => {
      const outcome = await run.uname
      if (outcome.kind === 'unread') throw new HarnessError('engine-failed', outcome.reason)
      return outcome.info
    },
    exec: async (command): Promise<CommandResult> => {
      const container = await run.container
      return container.exec(command, { timeoutMs: execTimeoutMs, signal: options.signal })
    },
    run: async (command) => runCommand(options, command),
  }
}

function describeStart(outcome: Outcome): StartInfo {
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

function describeHealth(outcome: Outcome): HealthInfo {
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
