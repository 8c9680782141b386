import type { Readable } from 'node:stream'
import { HarnessError } from '../errors.ts'

export interface IdleStreamOptions {
  /** For messages: `pull linux/arm64`. */
  readonly action: string
  /** No progress for this long, while somebody waits for it, ends it. */
  readonly idleTimeoutMs: number
  /** It ends after this, whatever progress it makes. @default 7200000 */
  readonly totalTimeoutMs?: number
  /** Whether a piece shows that the engine gets on. @default all do */
  readonly isProgress?: (chunk: Uint8Array) => boolean
}

const longestMs = 7_200_000

/**
 * The bytes of an engine's answer as they come; leaving them ends the answer.
 * @throws HarnessError `engine-failed` when it stalls
 */
export async function* readWhileBusy(stream: Readable, options: IdleStreamOptions): AsyncGenerator<Uint8Array, void> {
  const { action, idleTimeoutMs, totalTimeoutMs = longestMs, isProgress = () => true } = options
  const end = (problem: string, details: Readonly<Record<string, number>>): void => {
    const hint = 'try again; if it happens again, see what the engine logged'
    const message = `the engine was asked to ${action} and ${problem}`
    stream.destroy(new HarnessError('engine-failed', message, { hint, details }))
  }
  const stalled = (): void => end(`made no progress for ${idleTimeoutMs / 1000} s`, { idleTimeoutMs })
  const tooLate = (): void => end(`was not done after ${totalTimeoutMs / 1000} s`, { totalTimeoutMs })
  const total = setTimeout(tooLate, totalTimeoutMs)
  let idleMs = 0
  let waitingSinceMs = performance.now()
  let timer = setTimeout(stalled, idleTimeoutMs)
  try {
    for await (const chunk of stream) {
      clearTimeout(timer)
      if (!(chunk instanceof Uint8Array)) throw new TypeError('the engine answered with no bytes')
      idleMs = isProgress(chunk) ? 0 : idleMs + performance.now() - waitingSinceMs
      yield chunk
      waitingSinceMs = performance.now()
      timer = setTimeout(stalled, Math.max(0, idleTimeoutMs - idleMs))
    }
  } finally {
    clearTimeout(timer)
    clearTimeout(total)
    stream.destroy()
  }
}
