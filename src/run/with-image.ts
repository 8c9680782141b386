import { HarnessError } from '../errors.ts'

/** Starts something of an image; where another run has taken that away meanwhile, brings it back, once. */
export async function withImage<T>(
  start: () => Promise<T>,
  { restore, signal }: { readonly restore: () => Promise<void>; readonly signal: AbortSignal },
): Promise<T> {
  try {
    return await start()
  } catch (thrown) {
    const isGone = thrown instanceof HarnessError && thrown.code === 'content-missing'
    if (!isGone || signal.aborted) throw thrown
    await restore()
    return start()
  }
}
