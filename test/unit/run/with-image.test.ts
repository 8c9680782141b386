import { describe, expect, it } from 'vitest'
import { HarnessError, type ErrorCode } from '../../../src/errors.ts'
import { withImage } from '../../../src/run/with-image.ts'

/** What starting and bringing back an image comes to that is taken away `times` times. */
async function startGone(
  times: number,
  { code = 'content-missing', signal = new AbortController().signal }: { code?: ErrorCode; signal?: AbortSignal } = {},
): Promise<{ readonly ended: unknown; readonly restored: number }> {
  let left = times
  let restored = 0
  const start = async (): Promise<string> => {
    if (left === 0) return 'started'
    left -= 1
    throw new HarnessError(code, 'it is gone', { hint: 'bring it back' })
  }
  const restore = async (): Promise<void> => {
    restored += 1
  }
  const ended = await withImage(start, { restore, signal }).catch((thrown: unknown) => thrown)
  return { ended, restored }
}

describe('an image that other runs take away', () => {
  it.each([0, 1, 2, 3])('is brought back %i times', async (times) => {
    expect(await startGone(times)).toEqual({ ended: 'started', restored: times })
  })

  it('is given up in the end', async () => {
    expect(await startGone(9)).toMatchObject({ ended: { code: 'content-missing' }, restored: 3 })
  })

  it('is not brought back for another error, nor once the run was stopped', async () => {
    expect(await startGone(1, { code: 'engine-failed' })).toMatchObject({
      ended: { code: 'engine-failed' },
      restored: 0,
    })
    expect(await startGone(1, { signal: AbortSignal.abort() })).toMatchObject({
      ended: { code: 'content-missing' },
      restored: 0,
    })
  })
})
