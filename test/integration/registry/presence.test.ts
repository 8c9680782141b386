import { describe, expect, it } from 'vitest'
import { anyIndex, refuse, serve } from '../../support/hostile-registry.ts'
import { appOf, client, hostile } from './hostile.ts'

const { digest, bytes, mediaType } = anyIndex

describe('what a registry holds', () => {
  it('is asked without reading it', async () => {
    const registry = await hostile((_, response) => serve(response, anyIndex))
    const opened = client()
    expect(await opened.headBlob(appOf(registry), digest)).toEqual({ state: 'present', sizeBytes: bytes.length })
    expect(await opened.headManifest(appOf(registry), '1')).toEqual({
      state: 'present',
      sizeBytes: bytes.length,
      digest,
      mediaType,
    })
    expect(registry.seen()).toEqual([`HEAD /v2/app/blobs/${digest}`, 'HEAD /v2/app/manifests/1'])
  })

  it('may be missing, which is no error', async () => {
    const registry = await hostile((_, response) => refuse(response, 404, 'BLOB_UNKNOWN'))
    expect(await client().headBlob(appOf(registry), digest)).toEqual({ state: 'missing' })
    expect(await client().headManifest(appOf(registry), digest)).toEqual({ state: 'missing' })
  })

  it('may have a size the registry does not tell', async () => {
    const registry = await hostile((_, response) => response.writeHead(200).end())
    expect(await client().headBlob(appOf(registry), digest)).toEqual({ state: 'present' })
  })

  it('has no known size where it comes compressed', async () => {
    const registry = await hostile((_, response) => serve(response, anyIndex, { 'content-encoding': 'gzip' }))
    expect(await client().headBlob(appOf(registry), digest)).toEqual({ state: 'present' })
  })
})

describe('a registry that refuses HEAD', () => {
  it.each([400, 401, 403, 405, 501])('with %s is asked for one byte', async (status) => {
    const registry = await hostile((request, response) => {
      if (request.method === 'HEAD') return response.writeHead(status).end()
      response.writeHead(206, { 'content-range': `bytes 0-0/${bytes.length}`, 'content-length': 1 })
      response.end(bytes.subarray(0, 1))
    })
    expect(await client().headBlob(appOf(registry), digest)).toEqual({ state: 'present', sizeBytes: bytes.length })
    expect(registry.requests.at(-1)?.headers.range).toBe('bytes=0-0')
  })

  it('is believed that a manifest is there', async () => {
    const registry = await hostile((request, response) => {
      if (request.method === 'HEAD') return response.writeHead(405).end()
      serve(response, anyIndex)
    })
    expect(await client().headManifest(appOf(registry), digest)).toMatchObject({ state: 'present', digest })
  })

  it('and knows no ranges is cut off after the headers', async () => {
    const size = 500 * 1024 * 1024
    const registry = await hostile((request, response) => {
      if (request.method === 'HEAD') return response.writeHead(405).end()
      response.writeHead(200, { 'content-length': size })
      response.write(Buffer.alloc(1024 * 1024))
    })
    expect(await client().headBlob(appOf(registry), digest)).toEqual({ state: 'present', sizeBytes: size })
  })

  it('says of an empty blob that it has no such range', async () => {
    const registry = await hostile((request, response) => {
      if (request.method === 'HEAD') return response.writeHead(405).end()
      response.writeHead(416, { 'content-range': 'bytes */0' }).end()
    })
    expect(await client().headBlob(appOf(registry), digest)).toEqual({ state: 'present', sizeBytes: 0 })
  })

  it('and does not have it says so by GET', async () => {
    const registry = await hostile((request, response) => {
      if (request.method === 'HEAD') return response.writeHead(403).end()
      refuse(response, 404, 'BLOB_UNKNOWN')
    })
    expect(await client().headBlob(appOf(registry), digest)).toEqual({ state: 'missing' })
  })

  it('and GET too denies it', async () => {
    const registry = await hostile((_, response) => refuse(response, 403, 'DENIED'))
    await expect(client().headBlob(appOf(registry), digest)).rejects.toMatchObject({
      code: 'registry-denied',
      details: { method: 'GET', registryCode: 'DENIED' },
    })
  })
})
