import { describe, expect, it } from 'vitest'
import { HarnessError } from '../../../src/errors.ts'
import { isTransientStatus, parseRetryAfter, withRetries, type Attempt } from '../../../src/registry/retry.ts'

const failed = new HarnessError('registry-failed', 'not now')
const quick = { retries: 3, delayMs: 1 }
const never = new AbortController().signal

/** Runs attempts from a list and says how many were made. */
function attempts(list: readonly Attempt<string>[]): { readonly run: () => Promise<Attempt<string>>; made: number } {
  const counter = {
    made: 0,
    run: async (): Promise<Attempt<string>> => list[counter.made++] ?? { failed },
  }
  return counter
}

describe('Retry-After', () => {
  const now = Date.parse('2026-11-22T04:00:00Z')

  it.each([
    ['5', 5000],
    [' 0 ', 0],
    ['Sun, 22 Nov 2026 04:00:10 GMT', 10_000],
    ['Sun, 22 Nov 2026 03:00:00 GMT', 0],
    ['soon', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['', undefined],
    [undefined, undefined],
  ] as const)('%s is %s ms from now', (value, expected) => {
    expect(parseRetryAfter(value, now)).toBe(expected)
  })
})

describe('a status', () => {
  it.each([408, 429, 500, 502, 503, 504])('%s may go better another time', (status) => {
    expect(isTransientStatus(status)).toBe(true)
  })
  it.each([200, 307, 400, 401, 403, 404, 405, 416, 501, 505])('%s is an answer', (status) => {
    expect(isTransientStatus(status)).toBe(false)
  })
})

describe('retrying', () => {
  it('ends with the first result', async () => {
    const counter = attempts([{ failed }, { failed }, { done: 'there' }])
    await expect(withRetries(quick, never, counter.run)).resolves.toBe('there')
    expect(counter.made).toBe(3)
  })

  it('ends with the last error when it was tried often enough', async () => {
    const counter = attempts([])
    await expect(withRetries(quick, never, counter.run)).rejects.toBe(failed)
    expect(counter.made).toBe(4)
  })

  it('gives up at once where the wait asked for is too long', async () => {
    const counter = attempts([{ failed, retryAfterMs: 31_000 }])
    await expect(withRetries(quick, never, counter.run)).rejects.toBe(failed)
    expect(counter.made).toBe(1)
  })

  it('does not go on after an abort', async () => {
    const controller = new AbortController()
    const counter = attempts([{ failed, retryAfterMs: 20_000 }])
    const retrying = withRetries(quick, controller.signal, counter.run)
    controller.abort()
    await expect(retrying).rejects.toThrow(/abort/i)
    expect(counter.made).toBe(1)
  })
})
