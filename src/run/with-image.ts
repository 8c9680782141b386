import { HarnessError } from '../errors.ts'

/** Each other run of the same image may take it away once. */
const longestSeries = 4

/** Starts something of an image; where another run has taken that away meanwhile, brings it back. */
export async function withImage<T>(
  start: () => Promise<T>,
  { restore, signal }: { readonly restore: () => Promise<void>; readonly signal: AbortSignal },
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start()
    } catch (thrown) {
      const isGone = thrown instanceof HarnessError && thrown.code === 'content-missing'
      if (!isGone || signal.aborted || attempt === longestSeries) throw thrown
      await restore()
    }
  }
}
