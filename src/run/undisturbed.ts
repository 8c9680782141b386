import type { StartedContainer } from '../engine/engine.ts'
import { HarnessError } from '../errors.ts'
import type { Expectation } from '../plan/target.ts'
import type { Outcome } from './observation.ts'
import { signalName } from './signals.ts'

/**
 * Sees to it that an application has ended by itself: an engine that is stopped, or told to stop a container, ends it
 * as if it had.
 * @throws HarnessError `engine-failed` when the engine was asked to end it, `engine-absent` when it is gone itself
 */
export async function confirmUndisturbed(
  container: StartedContainer,
  outcome: Outcome,
  expectation: Expectation,
): Promise<void> {
  const hasEnded = ['exited', 'crashed', 'unfulfilled'].includes(outcome.kind)
  if (!hasEnded && (outcome.kind !== 'well' || expectation.kind === 'healthy')) return
  const [signal] = await container.receivedSignals().catch(onlyAbsence)
  if (signal === undefined) return
  const name = /^\d+$/.test(signal) ? signalName(Number(signal)) : signal
  throw new HarnessError(
    'engine-failed',
    `its container was ended from outside: the engine was asked to send it ${name}`,
    {
      hint: 'run again while nobody stops containers or the engine',
    },
  )
}

/** Not every engine keeps events. */
function onlyAbsence(thrown: unknown): readonly string[] {
  if (thrown instanceof HarnessError && thrown.code === 'engine-absent') throw thrown
  return []
}
