import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { demuxOutput } from '../../../src/engine/demux.ts'

function frame(stream: 0 | 1 | 2, text: string): Buffer {
  const header = Buffer.alloc(8)
  header[0] = stream
  header.writeUInt32BE(Buffer.byteLength(text), 4)
  return Buffer.concat([header, Buffer.from(text)])
}

async function read(
  chunks: readonly Buffer[],
): Promise<{ readonly stdout: string; readonly stderr: string; readonly starts: number }> {
  const outputs = { stdout: '', stderr: '', starts: 0 }
  for await (const { stream, bytes, starts } of demuxOutput(Readable.from(chunks))) {
    outputs[stream] += bytes.toString()
    outputs.starts += starts ? 1 : 0
  }
  return outputs
}

const whole = Buffer.concat([frame(1, 'one\n'), frame(2, 'two\n'), frame(1, ''), frame(1, 'three\n')])

describe('the two outputs of a container', () => {
  it('are told apart', async () => {
    expect(await read([whole])).toEqual({ stdout: 'one\nthree\n', stderr: 'two\n', starts: 4 })
  })

  it.each([1, 3, 7, 9])('are the same when they come %i bytes at a time', async (size) => {
    const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, n) =>
      whole.subarray(n * size, (n + 1) * size),
    )
    expect(await read(pieces)).toEqual({ stdout: 'one\nthree\n', stderr: 'two\n', starts: 4 })
  })

  it('end where the stream ends, in the middle of a frame too', async () => {
    expect(await read([frame(2, 'cut off').subarray(0, 11)])).toMatchObject({ stderr: 'cut' })
    expect(await read([frame(2, 'cut off').subarray(0, 5)])).toMatchObject({ stdout: '', stderr: '' })
  })

  it('of a frame larger than memory should hold are passed on as they come', async () => {
    const header = Buffer.from([1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff])
    const sizes: number[] = []
    const stream = Readable.from([header, ...Array.from({ length: 4 }, () => Buffer.alloc(1000))])
    for await (const { bytes } of demuxOutput(stream)) sizes.push(bytes.length)
    expect(sizes).toEqual([0, 1000, 1000, 1000, 1000])
  })
})
