import type { RequestFacts } from './request-facts.ts'
import { isTransientStatus, parseRetryAfter, type Attempt } from './retry.ts'
import type { HttpResponse } from './http-message.ts'

/** Sends once and reads the answer; what may go better another time comes back as a failure, all else is thrown. */
export async function attemptExchange<T>(
  facts: () => RequestFacts,
  signal: AbortSignal,
  send: () => Promise<HttpResponse>,
  consume: (response: HttpResponse) => Promise<T>,
): Promise<Attempt<T>> {
  try {
    const response = await send()
    if (!isTransientStatus(response.status)) return { done: await consume(response) }
    const { statusError } = await import('./status-error.ts')
    const retryAfterMs = parseRetryAfter(response.header('retry-after'))
    const failed = await statusError(response, facts())
    return retryAfterMs === undefined ? { failed } : { failed, retryAfterMs }
  } catch (thrown) {
    signal.throwIfAborted()
    const { networkFailure } = await import('./network-error.ts')
    const { error, isTransient } = networkFailure(thrown, facts())
    if (isTransient) return { failed: error }
    throw error
  }
}
