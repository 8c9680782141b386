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
  for await (const chunk of readWhileBusy(stream, { isProgress: openNews(), ...options })) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > maxEventBytes) throw notEvents(action)
    for (const line of lines) if (line.trim() !== '') yield parseEvent(line, action)
  }
  if (rest.trim() !== '') yield parseEvent(rest, action)
}

const rememberedLines = 1000

/** Tells whether a piece says anything new: an engine whose download is stuck says so again and again. */
function openNews(): (chunk: Uint8Array) => boolean {
  const said = new Set<string>()
  return (chunk) => {
    const news = Buffer.from(chunk)
      .toString('latin1')
      .split('\n')
      .filter((line) => line !== '' && !said.has(line))
    if (said.size > rememberedLines) said.clear()
    for (const line of news) said.add(line)
    return news.length > 0
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
