import type { Readable } from 'node:stream'

/**
 * The lines of a stream, without their line breaks. It ends with the first line that is longer than `maxBytes`, of which
 * no more than that is ever held.
 */
export async function* readLimitedLines(stream: Readable, maxBytes: number): AsyncGenerator<string> {
  let parts: Buffer[] = []
  let held = 0
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk)) continue
    let bytes = chunk
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10)) {
      if (held + end > maxBytes) return
      yield Buffer.concat([...parts, bytes.subarray(0, end)]).toString('utf8')
      parts = []
      held = 0
      bytes = bytes.subarray(end + 1)
    }
    held += bytes.byteLength
    if (held > maxBytes) return
    if (bytes.byteLength > 0) parts.push(bytes)
  }
}
