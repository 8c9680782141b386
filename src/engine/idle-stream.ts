import type { Readable } from 'node:stream'
import { HarnessError } from '../errors.ts'

export interface IdleStreamOptions {
  /** For messages: `pull linux/arm64`. */
  readonly action: string
  /** Nothing for this long, while somebody waits for it, ends it. */
  readonly idleTimeoutMs: number
}

/**
 * The bytes of an engine's answer as they come; leaving them ends the answer.
 * @throws HarnessError `engine-failed` when it stalls
 */
export async function* readWhileBusy(stream: Readable, options: IdleStreamOptions): AsyncGenerator<Uint8Array, void> {
  const { action, idleTimeoutMs } = options
  const stalled = (): void => {
    const hint = 'try again; if it happens again, see what the engine logged'
    const message = `the engine was asked to ${action} and said nothing for ${idleTimeoutMs / 1000} s`
    stream.destroy(new HarnessError('engine-failed', message, { hint, details: { idleTimeoutMs } }))
  }
  let timer = setTimeout(stalled, idleTimeoutMs)
  try {
    for await (const chunk of stream) {
      clearTimeout(timer)
      if (chunk instanceof Uint8Array) yield chunk
      timer = setTimeout(stalled, idleTimeoutMs)
    }
  } finally {
    clearTimeout(timer)
    stream.destroy()
  }
}
