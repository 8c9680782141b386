import { setTimeout as delay } from 'node:timers/promises'
import type { EngineClient } from './client.ts'
import { demuxOutput } from './demux.ts'
import type { LogLine } from './engine.ts'
import { splitLogLines, type LogLimits } from './log-lines.ts'

export interface FollowOptions {
  readonly id: string
  readonly startedAt: Date
  readonly isRunning: () => Promise<boolean>
  readonly onLine: (line: LogLine) => void
  readonly signal?: AbortSignal | undefined
  readonly limits?: LogLimits | undefined
}

const action = "follow a container's output"
/** An engine that loses its place in a log that grows too fast has lost this part of it anyway. */
const lostPauseMs = 500
/** The engine keeps more than that; they are what was written last. */
const linesAfterLoss = '500'

/** Stands for what the engine can no longer read. */
const lostPart: LogLine = {
  stream: 'stderr',
  text: '[the engine lost a part of the log here]',
  atMs: 0,
  truncated: true,
}

/** Passes on the lines of a container's two outputs, from the first byte until it ends or the signal aborts. */
export async function followLogs(client: EngineClient, options: FollowOptions): Promise<void> {
  const { signal, isRunning, onLine } = options
  try {
    for (let tail = 'all'; ; tail = linesAfterLoss) {
      const isLost = await followOnce(client, tail, options)
      if (!isLost || !(await isRunning())) return
      onLine(lostPart)
      await delay(lostPauseMs, undefined, { ...(signal !== undefined && { signal }) })
    }
  } catch (error) {
    // Whoever stops listening has what came so far; that is an end, no error.
    if (signal?.aborted !== true) throw client.explain(action, error)
  }
}

/** True when the engine said that it could not go on. */
async function followOnce(client: EngineClient, tail: string, options: FollowOptions): Promise<boolean> {
  const { id, startedAt, onLine, limits, signal } = options
  const lines = splitLogLines(startedAt, onLine, limits)
  let isLost = false
  try {
    const stream = await client.stream({
      action,
      method: 'GET',
      path: `/containers/${id}/logs`,
      query: { follow: true, stdout: true, stderr: true, timestamps: true, tail },
      ...(signal !== undefined && { signal }),
    })
    for await (const chunk of demuxOutput(stream, () => (isLost = true))) lines.push(chunk)
    return isLost
  } finally {
    lines.end()
  }
}
