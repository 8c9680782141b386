import { describe, expect, it } from 'vitest'
import type { BlobUpload } from '../../../src/registry/blob-upload.ts'
import { anyIndex, failureOf, refuse, type Answer } from '../../support/hostile-registry.ts'
import { appOf, basicHeader, client, hostile, login, secrets } from './hostile.ts'

const blob: BlobUpload = {
  digest: anyIndex.digest,
  sizeBytes: anyIndex.bytes.length,
  open: async () =>
    (async function* () {
      yield anyIndex.bytes
    })(),
}
const manifest = { bytes: anyIndex.bytes, mediaType: anyIndex.mediaType, tag: '1' }

/** Knows no blobs, wants the password, and sends uploads to a place of the test's choice. */
function uploadingTo(location: (host: string) => string): Answer {
  return (request, response) => {
    if (request.headers.authorization !== basicHeader && request.method !== 'PUT')
      return refuse(response, 401, 'UNAUTHORIZED', { 'www-authenticate': 'Basic realm="r"' })
    if (request.method === 'HEAD') return response.writeHead(404).end()
    if (request.method === 'PUT') return response.writeHead(201).end()
    return response.writeHead(202, { location: location(request.headers.host ?? '') }).end()
  }
}

describe('an upload', () => {
  it('goes where the registry says, with the digest added to what it says', async () => {
    const registry = await hostile(uploadingTo(() => '/upload/7?state=abc'))
    await client({ credentials: login }).uploadBlob(appOf(registry), blob)
    const put = registry.requests.at(-1)
    expect(put).toMatchObject({ method: 'PUT', path: '/upload/7', body: anyIndex.bytes })
    expect(Object.fromEntries(put?.query ?? [])).toEqual({ state: 'abc', digest: blob.digest })
    expect(put?.headers).toMatchObject({ 'content-length': `${blob.sizeBytes}`, authorization: basicHeader })
  })

  it('to another host takes no credentials along', async () => {
    const storage = await hostile((_, response) => response.writeHead(201).end())
    const registry = await hostile(uploadingTo(() => `${storage.origin}/bucket`))
    await client({ credentials: login }).uploadBlob(appOf(registry), blob)
    expect(storage.requests[0]?.body).toEqual(anyIndex.bytes)
    expect(storage.requests[0]?.headers).not.toHaveProperty('authorization')
  })

  it('asks to push here and to pull from where it mounts', async () => {
    const registry = await hostile((request, response) => {
      if (request.path === '/token') return response.end(JSON.stringify({ token: 't' }))
      if (request.headers.authorization === 'Bearer t') return response.writeHead(201).end()
      const challenge = `Bearer realm="http://${request.headers.host}/token"`
      return refuse(response, 401, 'UNAUTHORIZED', { 'www-authenticate': challenge })
    })
    await client().uploadBlob(appOf(registry), { ...blob, mountFrom: 'acme/base' })
    const token = registry.requests.find(({ path }) => path === '/token')
    expect(token?.query.getAll('scope')).toEqual(['repository:app:pull,push', 'repository:acme/base:pull'])
    expect(Object.fromEntries(registry.requests.at(-1)?.query ?? [])).toEqual({
      mount: blob.digest,
      from: 'acme/base',
    })
  })

  it('that could not be mounted is sent with the authorization it was begun with: a stream is sent once', async () => {
    const registry = await hostile((request, response) => {
      if (request.path === '/token') return response.end(JSON.stringify({ token: 't' }))
      if (request.headers.authorization !== 'Bearer t') {
        const challenge = `Bearer realm="http://${request.headers.host}/token"`
        return refuse(response, 401, 'UNAUTHORIZED', { 'www-authenticate': challenge })
      }
      if (request.method === 'HEAD') return response.writeHead(404).end()
      return response.writeHead(request.method === 'POST' ? 202 : 201, { location: '/v2/app/blobs/uploads/1' }).end()
    })
    await client().uploadBlob(appOf(registry), { ...blob, mountFrom: 'acme/base' })
    const puts = registry.requests.filter(({ method }) => method === 'PUT')
    expect(puts.map(({ body }) => body)).toEqual([anyIndex.bytes])
    expect(registry.requests.filter(({ method }) => method === 'DELETE')).toEqual([])
  })

  it('is sent from its beginning where its authorization has run out on the way', async () => {
    let token = 0
    const registry = await hostile((request, response) => {
      if (request.path === '/token') return response.end(JSON.stringify({ token: `t${++token}` }))
      const wanted = request.method === 'PUT' ? 'Bearer t3' : request.method === 'HEAD' ? 'Bearer t1' : 'Bearer t2'
      if (request.headers.authorization !== wanted) {
        const challenge = `Bearer realm="http://${request.headers.host}/token"`
        return refuse(response, 401, 'UNAUTHORIZED', { 'www-authenticate': challenge })
      }
      if (request.method === 'HEAD') return response.writeHead(404).end()
      return response.writeHead(request.method === 'POST' ? 202 : 201, { location: '/v2/app/blobs/uploads/1' }).end()
    })
    await client().uploadBlob(appOf(registry), blob)
    const puts = registry.requests.filter(({ method }) => method === 'PUT')
    expect(puts.map(({ body }) => body)).toEqual([anyIndex.bytes, anyIndex.bytes])
  })

  it.each(['POST', 'PUT'])('is begun again where the registry could not do it just then: %s', async (method) => {
    const registry = await hostile((request, response) => {
      if (request.method === method && request.nth === 0) return refuse(response, 503, 'UNAVAILABLE')
      if (request.method === 'HEAD') return response.writeHead(404).end()
      return response.writeHead(request.method === 'POST' ? 202 : 201, { location: '/v2/app/blobs/uploads/1' }).end()
    })
    await client().uploadBlob(appOf(registry), blob)
    expect(registry.requests.at(-1)).toMatchObject({ method: 'PUT', body: anyIndex.bytes })
  })

  it('that is refused is not begun again', async () => {
    const registry = await hostile((request, response) =>
      request.method === 'HEAD' ? response.writeHead(404).end() : refuse(response, 403, 'DENIED'),
    )
    await expect(client().uploadBlob(appOf(registry), blob)).rejects.toMatchObject({ code: 'registry-denied' })
    expect(registry.requests.filter(({ method }) => method === 'POST')).toHaveLength(1)
  })

  it('that is not needed after all is given up', async () => {
    const registry = await hostile((request, response) => {
      if (request.method === 'HEAD') return response.writeHead(200).end()
      return response.writeHead(202, { location: '/v2/app/blobs/uploads/1' }).end()
    })
    await client().uploadBlob(appOf(registry), { ...blob, mountFrom: 'acme/base' })
    expect(registry.seen().at(-1)).toBe('DELETE /v2/app/blobs/uploads/1')
  })

  it('says in the words of the registry why it cannot begin', async () => {
    const registry = await hostile((_, response) => refuse(response, 403, 'DENIED', {}, 'quota exceeded'))
    await expect(client().checkPush(appOf(registry))).rejects.toMatchObject({
      code: 'registry-denied',
      message: expect.stringContaining('quota exceeded'),
    })
  })

  it('goes to the registry itself, never to a mirror', async () => {
    const mirror = await hostile((_, response) => response.writeHead(201).end())
    const registry = await hostile((_, response) => response.writeHead(201).end())
    await client({ mirrors: { [registry.address]: [mirror.address] } }).putManifest(appOf(registry), manifest)
    expect(registry.seen()).toEqual(['PUT /v2/app/manifests/1'])
    expect(mirror.requests).toHaveLength(0)
  })

  it('is not sent on to where it was not meant to go, nor sent twice', async () => {
    const other = await hostile((_, response) => response.writeHead(201).end())
    const registry = await hostile((request, response) =>
      request.nth === 0
        ? response.writeHead(307, { location: `${other.origin}/x` }).end()
        : refuse(response, 503, 'UNAVAILABLE'),
    )
    await expect(client().putManifest(appOf(registry), manifest)).rejects.toMatchObject({ code: 'registry-invalid' })
    await expect(client().putManifest(appOf(registry), manifest)).rejects.toMatchObject({ code: 'registry-failed' })
    expect(registry.requests).toHaveLength(2)
    expect(other.requests).toHaveLength(0)
  })

  it('that is denied says so without the password', async () => {
    const registry = await hostile((_, response) =>
      refuse(response, 401, 'DENIED', { 'www-authenticate': 'Basic realm="r"' }, basicHeader),
    )
    const opened = client({ credentials: login })
    const failure = await failureOf(opened.putManifest(appOf(registry), manifest), ...secrets)
    expect(failure).toMatchObject({ code: 'registry-denied', details: { method: 'PUT', credentials: 'credentials' } })
  })

  it('of a manifest that arrives as another one is an error', async () => {
    const digest = `sha256:${'0'.repeat(64)}`
    const registry = await hostile((_, response) => response.writeHead(201, { 'docker-content-digest': digest }).end())
    await expect(client().putManifest(appOf(registry), manifest)).rejects.toMatchObject({ code: 'digest-mismatch' })
  })
})
