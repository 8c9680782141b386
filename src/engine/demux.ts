import type { Readable } from 'node:stream'

/** A piece of what a container wrote. */
export interface OutputChunk {
  readonly stream: 'stdout' | 'stderr'
  readonly bytes: Buffer
  /** True for the first piece of a frame: the engine writes one frame for each thing it was given. */
  readonly starts: boolean
}

/** By the first byte of a frame's header. */
const streams = ['stdout', 'stdout', 'stderr', 'engine'] as const

/**
 * The two outputs of a container, told apart. Nothing is collected: a frame is passed on in the pieces it comes in. What
 * the engine itself says between them is no output: it is why there will be no more.
 * https://docs.docker.com/reference/api/engine/version/v1.44/#tag/Container/operation/ContainerAttach
 */
export async function* demuxOutput(stream: Readable, onEngineError?: () => void): AsyncGenerator<OutputChunk> {
  let header = Buffer.alloc(0)
  let remaining = 0
  let current: 'stdout' | 'stderr' | 'engine' = 'stdout'
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk)) continue
    let bytes = chunk
    while (bytes.byteLength > 0) {
      if (remaining > 0) {
        const piece = bytes.subarray(0, remaining)
        if (current !== 'engine') yield { stream: current, bytes: piece, starts: false }
        bytes = bytes.subarray(piece.byteLength)
        remaining -= piece.byteLength
        continue
      }
      const missing = 8 - header.byteLength
      header = Buffer.concat([header, bytes.subarray(0, missing)])
      bytes = bytes.subarray(missing)
      if (header.byteLength < 8) continue
      current = streams[header[0] ?? 1] ?? 'stdout'
      if (current === 'engine') onEngineError?.()
      remaining = header.readUInt32BE(4)
      header = Buffer.alloc(0)
      const first = bytes.subarray(0, remaining)
      if (current !== 'engine') yield { stream: current, bytes: first, starts: true }
      bytes = bytes.subarray(first.byteLength)
      remaining -= first.byteLength
    }
  }
}
