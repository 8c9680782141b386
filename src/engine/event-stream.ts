import type { Readable } from 'node:stream'
import { HarnessError } from '../errors.ts'
import { readWhileBusy, type IdleStreamOptions } from './idle-stream.ts'

const maxEventBytes = 1024 * 1024

/**
 * The JSON values of a stream in which the engine reports progress, one a line.
 * @throws HarnessError `engine-failed` when it stalls, or is no such stream
 */
export async function* readEvents(stream: Readable, options: IdleStreamOptions): AsyncIterable<unknown> {
  const { action } = options
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of readWhileBusy(stream, options)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > maxEventBytes) throw notEvents(action)
    for (const line of lines) if (line.trim() !== '') yield parseEvent(line, action)
  }
  if (rest.trim() !== '') yield parseEvent(rest, action)
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
