import type { ContainerRequest } from '../engine/engine.ts'
import type { HarnessError } from '../errors.ts'
import type { Deadline } from '../plan/timeout.ts'
import { endingOf, type Ending } from './ending.ts'
import type { Observation } from './observation.ts'
import type { Slots } from './slots.ts'
import { startTargetRun, type TargetRunOptions } from './target-run.ts'

/** What came of running an application once more. */
export type Attempt =
  | { readonly kind: 'seen'; readonly ending: Ending; readonly observation: Observation }
  /** It could not be tried. */
  | { readonly kind: 'not-made'; readonly error: HarnessError }

export interface AttemptOptions {
  /** As the application was run before. */
  readonly run: TargetRunOptions
  /** How its container is to be made instead. */
  readonly change?: (request: ContainerRequest) => ContainerRequest
  readonly timeoutMs: number
  readonly slots: Slots
}

/** Runs an application once more, with everything it is expected to do, and nothing beside it. */
export async function makeAttempt({ run, change, timeoutMs, slots }: AttemptOptions): Promise<Attempt> {
  const deadline: Deadline = { timeoutMs, limitMs: timeoutMs, reason: 'as long as a second try is given' }
  let holdsSlot = false
  const again = startTargetRun({
    ...run,
    isRepeat: true,
    keepsFailed: false,
    keeps: async () => false,
    inspects: false,
    ...(change === undefined ? {} : { change }),
    deadline: () => deadline,
    onHealthy: () => undefined,
    onState: () => undefined,
    prepare: async () => {
      await slots.take(run.signal)
      holdsSlot = true
      await run.restore()
    },
  })
  try {
    const observation = await again.observation
    const { outcome } = observation
    const ending = endingOf(outcome)
    if (ending !== undefined) return { kind: 'seen', ending, observation }
    if (outcome.kind === 'unproven') return { kind: 'not-made', error: outcome.error }
    throw new Error('an outcome that was seen has an ending')
  } finally {
    if (holdsSlot) slots.give()
  }
}
