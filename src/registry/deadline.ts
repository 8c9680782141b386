import { HarnessError } from '../errors.ts'

/**
 * Runs with a signal that aborts with the caller's, or when the time is up.
 *
 * @throws HarnessError `registry-timeout` when the time is up, `interrupted` when the caller aborted
 */
export async function withDeadline<T>(
  deadlineMs: number,
  signal: AbortSignal | undefined,
  what: string,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(timedOut(what, deadlineMs)), deadlineMs)
  const combined = signal === undefined ? deadline.signal : AbortSignal.any([signal, deadline.signal])
  try {
    combined.throwIfAborted()
    return await run(combined)
  } catch (thrown) {
    throw combined.aborted ? abortError(combined) : thrown
  } finally {
    clearTimeout(timer)
  }
}

/** Waits for work that others wait for too, until the signal aborts; the work goes on. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const stop = (): void => reject(abortError(signal))
  signal.addEventListener('abort', stop, { once: true })
  try {
    if (signal.aborted) stop()
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** Why a signal was aborted, as an error of the run. */
export function abortError(signal: AbortSignal): HarnessError {
  const reason: unknown = signal.reason
  return reason instanceof HarnessError ? reason : new HarnessError('interrupted', 'interrupted', { cause: reason })
}

function timedOut(what: string, deadlineMs: number): HarnessError {
  return new HarnessError('registry-timeout', `${what}: not finished after ${deadlineMs / 1000} s`, {
    hint: 'the registry is too slow or too far: try again, or allow more time',
    details: { deadlineMs },
  })
}
