import { setTimeout as sleep } from 'node:timers/promises'
import { HarnessError } from '../errors.ts'

const pauseMs = 500

/** An engine that is restarted gives its containers ten seconds to end. */
export const longestAbsenceMs = 12_000

/**
 * Does something at an engine, again and again while nobody answers there: one that is restarted comes back, with the
 * containers it had. Gives up when the time is over or the signal aborts, and throws what was thrown last.
 */
export async function onceItAnswers<T>(task: () => Promise<T>, patienceMs: number, signal: AbortSignal): Promise<T> {
  const startedAtMs = performance.now()
  for (;;) {
    try {
      return await task()
    } catch (thrown) {
      const isAbsent = thrown instanceof HarnessError && thrown.code === 'engine-absent'
      if (!isAbsent || signal.aborted || performance.now() - startedAtMs > patienceMs) throw thrown
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined)
    }
  }
}
