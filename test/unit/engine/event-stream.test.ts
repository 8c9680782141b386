import { PassThrough, Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { readEvents } from '../../../src/engine/event-stream.ts'

const options = { action: 'pull an image', idleTimeoutMs: 5000 }

async function collect(stream: Readable, idleTimeoutMs = options.idleTimeoutMs): Promise<readonly unknown[]> {
  const events: unknown[] = []
  for await (const event of readEvents(stream, { ...options, idleTimeoutMs })) events.push(event)
  return events
}

describe("an engine's events", () => {
  it('are read however they are cut, with and without a last line break', async () => {
    const text = Buffer.from('{"status":"é"}\r\n\r\n{"id":"b"}\n{"id":"c"}')
    for (const size of [1, 4, 100]) {
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, n) =>
        text.subarray(n * size, (n + 1) * size),
      )
      expect(await collect(Readable.from(pieces))).toEqual([{ status: 'é' }, { id: 'b' }, { id: 'c' }])
    }
  })

  it('that are no JSON are an error', async () => {
    await expect(collect(Readable.from([Buffer.from('<html>\n')]))).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringContaining('no JSON events'),
    })
  })

  it('that never end their line are an error before they fill the memory', async () => {
    const endless = new PassThrough()
    const reading = collect(endless)
    for (let n = 0; n < 40; n++) endless.write(Buffer.alloc(64 * 1024, 'x'))
    await expect(reading).rejects.toMatchObject({ code: 'engine-failed' })
    expect(endless.destroyed).toBe(true)
  })

  it('that stop coming are an error that says for how long', async () => {
    const stalled = new PassThrough()
    stalled.write('{"id":"a"}\n')
    await expect(collect(stalled, 30)).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringContaining('made no progress for 0.03 s'),
    })
  })
})
