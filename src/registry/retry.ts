import type { HarnessError } from '../errors.ts'

/** One attempt: a result, or an error that another attempt may not meet. */
export type Attempt<T> = { readonly done: T } | { readonly failed: HarnessError; readonly retryAfterMs?: number }

export interface RetryPolicy {
  /** Attempts after the first. */
  readonly retries: number
  /** Before the first retry; doubles with each. */
  readonly delayMs: number
}

/** No wait is longer, whoever asks for it. */
const maxDelayMs = 30_000
/** Nor are all the waits of one request together. */
const maxTotalDelayMs = 60_000

/** Tries until it works, the policy ends, or the wait that is asked for is too long; then throws the last error. */
export async function withRetries<T>(
  policy: RetryPolicy,
  signal: AbortSignal,
  run: () => Promise<Attempt<T>>,
): Promise<T> {
  let waitedMs = 0
  for (let retry = 0; ; retry++) {
    const attempt = await run()
    if ('done' in attempt) return attempt.done
    const waitMs = attempt.retryAfterMs ?? backoffMs(policy.delayMs, retry)
    if (retry >= policy.retries || waitMs > maxDelayMs || waitedMs + waitMs > maxTotalDelayMs) throw attempt.failed
    waitedMs += waitMs
    const { setTimeout: delay } = await import('node:timers/promises')
    await delay(waitMs, undefined, { signal })
  }
}

/** Doubles with each retry, with half of it left to chance so that many clients do not come back at once. */
function backoffMs(delayMs: number, retry: number): number {
  const full = Math.min(delayMs * 2 ** retry, maxDelayMs)
  return full / 2 + Math.random() * (full / 2)
}

/**
 * `Retry-After` in milliseconds from now: it counts seconds or names a date.
 * https://www.rfc-editor.org/rfc/rfc9110.html#section-10.2.3
 */
export function parseRetryAfter(value: string | undefined, now = Date.now()): number | undefined {
  const text = value?.trim() ?? ''
  if (/^\d+$/.test(text)) return Number(text) * 1000
  const date = /[a-z]/i.test(text) ? Date.parse(text) : NaN
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

/** Statuses that say "not now": too many requests, and the failures of servers and of what stands before them. */
export function isTransientStatus(status: number): boolean {
  return status === 408 || status === 429 || (status >= 500 && status !== 501 && status !== 505)
}
