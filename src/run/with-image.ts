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
      if (!isImageGone(thrown) || signal.aborted || attempt === longestSeries) throw thrown
      await restore()
    }
  }
}

/** True of what is thrown where the engine no longer holds an image. */
export function isImageGone(thrown: unknown): boolean {
  return thrown instanceof HarnessError && thrown.code === 'content-missing'
}
