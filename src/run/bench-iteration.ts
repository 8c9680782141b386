import type { Iteration } from '../bench/rounds.ts'
import type { StartedContainer } from '../engine/engine.ts'
import { escapeControl } from '../report/escape.ts'
import type { HttpCondition } from '../plan/condition.ts'
import type { Outcome } from './observation.ts'
import type { OwnBenches } from './own-benches.ts'
import { exposedPorts } from './target-info.ts'
import { startTargetRun, type TargetRun, type TargetRunOptions } from './target-run.ts'
import { failedTimes, timeCommand } from './time-command.ts'
import { timeRequests } from './time-requests.ts'

/** What is measured of a platform in each round. */
export interface IterationWishes {
  /** How many requests; none where nothing is asked over HTTP. */
  readonly requests: number
  /** Commands that are run in the container, one after another. */
  readonly commands: readonly (readonly string[])[]
  /** For one command. */
  readonly commandTimeoutMs: number
  /** The user's own. */
  readonly own?: OwnBenches
}

export interface TargetIteration extends Iteration {
  readonly peakMemoryBytes?: number
  readonly memoryFrom?: 'kernel' | 'looks'
}

/** The requests of one round take no longer, however slow the application is. */
const longestRequestsMs = 10_000

/**
 * Starts a target's application once, measures it and removes it.
 * @throws HarnessError, Error when it did not start as it did before
 */
export async function iterateTarget(run: TargetRunOptions, wishes: IterationWishes): Promise<TargetIteration> {
  let inside: Inside = { durations: new Map() }
  const options = wishes.own === undefined ? run : { ...run, suitePorts: exposedPorts(run.target) }
  const started: TargetRun = startTargetRun({
    ...options,
    isRepeat: true,
    isTimed: true,
    beforeRemoval: async (container, outcome) => {
      if (outcome.kind !== 'well') return
      inside = await lookInside(run, container, wishes)
      const times = await wishes.own?.time(started, options, outcome)
      inside = { ...inside, durations: new Map([...inside.durations, ...(times ?? [])]) }
    },
  })
  const { outcome } = await started.observation
  if (outcome.kind !== 'well') throw outcome.kind === 'unproven' ? outcome.error : new Error(describeEnd(outcome))
  const name = run.target.expectation.kind === 'exit' ? 'run' : 'start'
  const main = outcome.readyMs === undefined ? [] : [[name, [outcome.readyMs]] as const]
  return { ...inside, durations: new Map([...main, ...inside.durations]) }
}

type Inside = TargetIteration

async function lookInside(
  { target, signal }: TargetRunOptions,
  container: StartedContainer,
  wishes: IterationWishes,
): Promise<Inside> {
  const durations = new Map<string, readonly number[]>()
  const problems: string[] = []
  const before = await container.usage().catch(() => undefined)
  const condition = findHttp(target)
  const address = condition && container.address(condition.port)
  if (condition !== undefined && address !== undefined && wishes.requests > 0) {
    const asked = { condition, address, count: wishes.requests, longestMs: longestRequestsMs, signal }
    const times = await timeRequests(asked).catch(failedTimes)
    durations.set(`GET ${escapeControl(condition.path, 200)}`, times.durations)
    if (times.problem !== undefined) problems.push(times.problem)
  }
  for (const command of wishes.commands) {
    const name = nameCommand(command)
    const times = await timeCommand(container, command, wishes.commandTimeoutMs, signal)
    durations.set(name, times.durations)
    if (times.problem !== undefined) problems.push(`${name}: ${times.problem}`)
  }
  const after = await container.usage().catch(() => undefined)
  const peak = after?.peakMemoryBytes
  const seen = Math.max(before?.memoryBytes ?? 0, after?.memoryBytes ?? 0)
  return {
    durations,
    ...(problems[0] === undefined ? {} : { problem: problems[0] }),
    ...(peak === undefined
      ? seen === 0
        ? {}
        : { peakMemoryBytes: seen, memoryFrom: 'looks' as const }
      : { peakMemoryBytes: peak, memoryFrom: 'kernel' as const }),
  }
}

/** What a command's measure is called. */
export function nameCommand(command: readonly string[]): string {
  return `exec ${escapeControl(command.join(' '), 200)}`
}

/** The first endpoint that must answer. */
function findHttp({ expectation }: TargetRunOptions['target']): HttpCondition | undefined {
  if (expectation.kind !== 'healthy') return undefined
  return expectation.conditions.find((condition): condition is HttpCondition => condition.kind === 'http')
}

function describeEnd(outcome: Exclude<Outcome, { kind: 'well' | 'unproven' }>): string {
  switch (outcome.kind) {
    case 'refused':
      return `it could not be started: ${outcome.message}`
    case 'unfulfilled':
      return `it ${outcome.problem}`
    case 'exited':
      return `it ended with ${outcome.exitCode}`
    case 'crashed':
      return `it died of signal ${outcome.signal}`
    case 'short-of-processes':
      return 'it ran into its limit of processes'
    case 'unsettled':
      return 'it answered once and then no more'
    case 'timed-out':
      return 'it did not become healthy in time'
  }
}
