import type { LogLine } from './engine.ts'
import type { OutputChunk } from './demux.ts'

export interface LogLimits {
  /** Of one line; the rest of it is dropped. @default 65536 */
  readonly lineBytes?: number
  /** Of all lines together; what comes after is read and dropped. @default 1048576 */
  readonly totalBytes?: number
}

/** Turns chunks that carry the engine's timestamps into lines, one after another. */
export interface LogLineSplitter {
  push(chunk: OutputChunk): void
  /** Passes on what the container wrote last without a line break. */
  end(): void
}

interface OpenLine {
  readonly parts: Buffer[]
  bytes: number
  atMs: number
  truncated: boolean
  /** Bytes of the frame's timestamp that are still to come, as they may be split. */
  stamp: string | undefined
}

const longestStamp = 40

/**
 * @param startedAt when the engine says the container started; its timestamps are relative to that, on its own clock
 */
export function splitLogLines(
  startedAt: Date,
  onLine: (line: LogLine) => void,
  limits: LogLimits = {},
): LogLineSplitter {
  const { lineBytes = 64 * 1024, totalBytes = 1024 * 1024 } = limits
  const open: Record<'stdout' | 'stderr', OpenLine> = { stdout: emptyLine(), stderr: emptyLine() }
  let keptBytes = 0
  let isFull = false

  const finish = (stream: 'stdout' | 'stderr'): void => {
    const { parts, atMs, truncated } = open[stream]
    open[stream] = { ...emptyLine(), atMs }
    if (isFull) return
    const text = Buffer.concat(parts).toString('utf8').replace(/\r$/, '')
    // The line break counts, or empty lines would never fill it.
    keptBytes += 1
    isFull = keptBytes >= totalBytes
    onLine({ stream, text, atMs, ...((truncated || isFull) && { truncated: true }) })
  }
  const keep = (line: OpenLine, bytes: Buffer): void => {
    const room = Math.max(0, Math.min(bytes.byteLength, lineBytes - line.bytes, totalBytes - keptBytes))
    if (room < bytes.byteLength) line.truncated = true
    if (room === 0) return
    // A copy: a slice would keep the whole chunk it came in.
    line.parts.push(Buffer.from(bytes.subarray(0, room)))
    line.bytes += room
    keptBytes += room
  }
  const write = (stream: 'stdout' | 'stderr', content: Buffer): void => {
    let bytes = content
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10)) {
      keep(open[stream], bytes.subarray(0, end))
      finish(stream)
      bytes = bytes.subarray(end + 1)
    }
    if (bytes.byteLength > 0) keep(open[stream], bytes)
  }
  return {
    push: ({ stream, bytes, starts }) => {
      const line = open[stream]
      if (starts) line.stamp = ''
      if (line.stamp === undefined) return write(stream, bytes)
      const space = bytes.indexOf(32)
      line.stamp += bytes.subarray(0, space < 0 ? bytes.byteLength : space).toString('latin1')
      if (space < 0 && line.stamp.length <= longestStamp) return
      const stamp = line.stamp
      line.stamp = undefined
      const at = Date.parse(stamp)
      if (Number.isNaN(at))
        return write(stream, Buffer.concat([Buffer.from(stamp), bytes.subarray(space < 0 ? bytes.byteLength : space)]))
      // A line longer than the engine's own buffer comes in several frames: the first one's time counts.
      if (line.bytes === 0) line.atMs = Math.max(0, at - startedAt.getTime())
      write(stream, bytes.subarray(space + 1))
    },
    end: () => {
      for (const stream of ['stdout', 'stderr'] as const) if (open[stream].bytes > 0) finish(stream)
    },
  }
}

function emptyLine(): OpenLine {
  return { parts: [], bytes: 0, atMs: 0, truncated: false, stamp: undefined }
}
