import { randomBytes } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { computeDigest } from '../../../src/oci/digest.ts'
import { drain, refuse, type SeenRequest, type Served } from '../../support/hostile-registry.ts'
import { appOf, client, hostile } from './hostile.ts'

const bytes = randomBytes(300_000)
const layer: Served = { bytes, digest: computeDigest(bytes), mediaType: 'application/octet-stream' }
const blob = { digest: layer.digest, sizeBytes: bytes.length }

/** Where a request with `Range: bytes=N-` starts. */
function startOf({ headers }: SeenRequest): number {
  return Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0)
}

describe('a streamed blob', () => {
  it('comes whole', async () => {
    const registry = await hostile((_, response) => response.writeHead(200).end(bytes))
    expect(await drain(await client().openBlob(appOf(registry), blob))).toEqual(bytes)
    expect(await drain(await client().openBlob(appOf(registry), { digest: layer.digest }))).toEqual(bytes)
  })

  it('that is not there says so before it is read', async () => {
    const registry = await hostile((_, response) => refuse(response, 404, 'BLOB_UNKNOWN'))
    await expect(client().openBlob(appOf(registry), blob)).rejects.toMatchObject({ code: 'content-missing' })
  })

  it('with other bytes than its digest promises ends in an error', async () => {
    const registry = await hostile((_, response) => response.writeHead(200).end(Buffer.alloc(bytes.length)))
    const stream = await client().openBlob(appOf(registry), blob)
    await expect(drain(stream)).rejects.toMatchObject({
      code: 'digest-mismatch',
      details: { expected: layer.digest, actual: computeDigest(Buffer.alloc(bytes.length)) },
    })
  })

  it('shorter than promised ends in an error', async () => {
    const registry = await hostile((_, response) => response.writeHead(200).end(bytes.subarray(0, 1000)))
    const stream = await client().openBlob(appOf(registry), blob)
    await expect(drain(stream)).rejects.toMatchObject({
      code: 'digest-mismatch',
      message: expect.stringContaining('only 1000 of the 300000 bytes'),
    })
  })

  it('without an end is cut off at the size promised', async () => {
    const registry = await hostile((_, response) => {
      response.writeHead(200)
      const pour = (): void => {
        while (!response.destroyed && response.write(bytes));
        response.once('drain', pour)
      }
      pour()
    })
    let received = 0
    const reading = async (): Promise<void> => {
      for await (const chunk of await client().openBlob(appOf(registry), blob)) received += chunk.byteLength
    }
    await expect(reading()).rejects.toMatchObject({ code: 'digest-mismatch' })
    expect(received).toBeLessThanOrEqual(bytes.length)
  })

  it('is taken up where the connection broke', async () => {
    const registry = await hostile((request, response) => {
      const start = startOf(request)
      const rest = bytes.subarray(start)
      const range = { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` }
      response.writeHead(start === 0 ? 200 : 206, { 'content-length': rest.length, ...(start === 0 ? {} : range) })
      if (request.nth === 2) response.end(rest)
      else response.write(rest.subarray(0, 100_000), () => response.destroy())
    })
    expect(await drain(await client().openBlob(appOf(registry), blob))).toEqual(bytes)
    expect(registry.requests).toHaveLength(3)
    expect(registry.requests.map(startOf).at(-1)).toBeGreaterThan(0)
  })

  it('is read again from its start where the registry knows no ranges', async () => {
    const registry = await hostile((request, response) => {
      response.writeHead(200, { 'content-length': bytes.length })
      if (request.nth === 1) response.end(bytes)
      else response.write(bytes.subarray(0, 100_000), () => response.destroy())
    })
    expect(await drain(await client().openBlob(appOf(registry), blob))).toEqual(bytes)
  })

  it('taken up at another place than asked for is refused', async () => {
    const registry = await hostile((request, response) => {
      if (request.nth > 0) return response.writeHead(206, { 'content-range': 'bytes 7-9/10' }).end('abc')
      response.writeHead(200, { 'content-length': bytes.length })
      return response.write(bytes.subarray(0, 100_000), () => response.destroy())
    })
    const stream = await client().openBlob(appOf(registry), blob)
    await expect(drain(stream)).rejects.toMatchObject({ code: 'registry-invalid' })
  })

  it('that breaks off again and again is given up', async () => {
    const registry = await hostile((_, response) => {
      response.writeHead(200, { 'content-length': bytes.length })
      response.write(bytes.subarray(0, 100), () => response.destroy())
    })
    const stream = await client({ retries: 2 }).openBlob(appOf(registry), blob)
    await expect(drain(stream)).rejects.toMatchObject({ code: 'registry-failed' })
    expect(registry.requests).toHaveLength(3)
  })

  it('that stops coming is given up', async () => {
    const registry = await hostile((_, response) => {
      response.writeHead(200, { 'content-length': bytes.length })
      response.write(bytes.subarray(0, 100))
    })
    const stream = await client({ retries: 0, timeoutMs: 50 }).openBlob(appOf(registry), blob)
    await expect(drain(stream)).rejects.toMatchObject({ code: 'registry-timeout' })
  })

  it('that comes byte by byte is given up', async () => {
    const registry = await hostile((_, response) => {
      response.writeHead(200, { 'content-length': bytes.length })
      let sent = 0
      const writing = setInterval(() => response.write(bytes.subarray(sent, ++sent)), 5)
      response.once('close', () => clearInterval(writing))
    })
    const stream = await client({ retries: 3, timeoutMs: 1000 }).openBlob(appOf(registry), blob)
    await expect(drain(stream)).rejects.toMatchObject({
      code: 'registry-timeout',
      message: expect.stringMatching(/only \d+ bytes came in/),
    })
    expect(registry.requests).toHaveLength(1)
  })

  it('nobody reads does not end the process when it breaks', async () => {
    const registry = await hostile((_, response) => {
      response.writeHead(200, { 'content-length': bytes.length })
      response.write(bytes.subarray(0, 100), () => response.destroy())
    })
    const stream = await client({ retries: 0 }).openBlob(appOf(registry), blob)
    for (let turn = 0; turn < 20; turn++) await nextTurn()
    await expect(drain(stream)).rejects.toMatchObject({ code: 'registry-failed' })
  })

  it('stops when the caller aborts', async () => {
    const controller = new AbortController()
    const registry = await hostile((_, response) => {
      response.writeHead(200, { 'content-length': bytes.length })
      response.write(bytes.subarray(0, 100_000))
    })
    const stream = await client().openBlob(appOf(registry), blob, controller.signal)
    const reading = async (): Promise<void> => {
      for await (const _ of stream) controller.abort()
    }
    await expect(reading()).rejects.toMatchObject({ code: 'interrupted' })
  })

  it('does not keep documents waiting, however many nobody reads', async () => {
    const registry = await hostile((request, response) => {
      if (request.path.includes('/blobs/')) return response.writeHead(200).write(bytes)
      return response
        .writeHead(200, { 'content-type': 'application/vnd.oci.image.index.v1+json' })
        .end('{"manifests":[]}')
    })
    const opened = client({ concurrency: 2 })
    await Promise.all([opened.openBlob(appOf(registry), blob), opened.openBlob(appOf(registry), blob)])
    await expect(opened.getManifest(appOf(registry), '1')).resolves.toMatchObject({ value: { manifests: [] } })
  })
})
