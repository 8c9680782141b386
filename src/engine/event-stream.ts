import type { Readable } from 'node:stream'
import { HarnessError } from '../errors.ts'

const maxEventBytes = 1024 * 1024

export interface EventStreamOptions {
  /** For messages: `pull linux/arm64`. */
  readonly action: string
  /** Nothing for this long ends it. */
  readonly idleTimeoutMs: number
}

/**
 * The JSON values of a stream in which the engine reports progress, one a line.
 * @throws HarnessError `engine-failed` when it stalls, or is no such stream
 */
export async function* readEvents(stream: Readable, options: EventStreamOptions): AsyncIterable<unknown> {
  const { action, idleTimeoutMs } = options
  const stalled = (): void => {
    const hint = 'try again; if it happens again, see what the engine logged'
    const message = `the engine was asked to ${action} and said nothing for ${idleTimeoutMs / 1000} s`
    stream.destroy(new HarnessError('engine-failed', message, { hint, details: { idleTimeoutMs } }))
  }
  let timer = setTimeout(stalled, idleTimeoutMs)
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for await (const chunk of stream) {
      clearTimeout(timer)
      timer = setTimeout(stalled, idleTimeoutMs)
      if (!(chunk instanceof Uint8Array)) continue
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      if (rest.length > maxEventBytes) throw notEvents(action)
      for (const line of lines) if (line.trim() !== '') yield parseEvent(line, action)
    }
    if (rest.trim() !== '') yield parseEvent(rest, action)
  } finally {
    clearTimeout(timer)
    stream.destroy()
  }
}

function parseEvent(line: string, action: string): unknown {
  try {
    const event: unknown = JSON.parse(line)
    return event
  } catch {
    throw notEvents(action)
  }
}

function notEvents(action: string): HarnessError {
  return new HarnessError('engine-failed', `the engine was asked to ${action} and answered with no JSON events`, {
    hint: 'is a proxy between this host and the engine?',
  })
}
