import { describe, expect, it } from 'vitest'
import { createCertificate } from '../../support/certificate.ts'
import { anyIndex, drain, failureOf, refuse, serve, type Answer } from '../../support/hostile-registry.ts'
import { appOf, basicHeader, client, hostile, login, secrets } from './hostile.ts'

/** Wants the password, then sends everything on. */
function sendingTo(location: (path: string) => string, status = 307): Answer {
  return (request, response) => {
    if (request.headers.authorization !== basicHeader)
      return refuse(response, 401, 'UNAUTHORIZED', { 'www-authenticate': 'Basic realm="r"' })
    response.writeHead(status, { location: location(request.path) })
    response.end()
  }
}

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('with %s to another host is followed without credentials', async (status) => {
    const storage = await hostile((_, response) => serve(response, anyIndex))
    const registry = await hostile(sendingTo((path) => `${storage.origin}/store${path}?X-Amz-Signature=abc`, status))
    const opened = client({ credentials: login })
    await expect(opened.getManifest(appOf(registry), '1')).resolves.toMatchObject({ digest: anyIndex.digest })
    await expect(opened.getBlob(appOf(registry), anyIndex.digest, 1024)).resolves.toEqual(anyIndex.bytes)
    const blob = { digest: anyIndex.digest, sizeBytes: anyIndex.bytes.length }
    expect(await drain(await opened.openBlob(appOf(registry), blob))).toEqual(anyIndex.bytes)
    await opened.headBlob(appOf(registry), anyIndex.digest)
    expect(storage.requests).toHaveLength(4)
    for (const { headers } of storage.requests) expect(headers).not.toHaveProperty('authorization')
  })

  it('to another host and back does not bring the credentials back', async () => {
    const registry = await hostile((request, response) => {
      if (request.path === '/landed') return serve(response, anyIndex)
      sendingTo(() => `${other.origin}/bounce`)(request, response)
    })
    const other = await hostile((_, response) => {
      response.writeHead(307, { location: `${registry.origin}/landed` })
      response.end()
    })
    await client({ credentials: login }).getManifest(appOf(registry), '1')
    expect(registry.requests.at(-1)).toMatchObject({ path: '/landed' })
    expect(registry.requests.at(-1)?.headers).not.toHaveProperty('authorization')
  })

  it('to another port is one to another host', async () => {
    const other = await hostile((_, response) => serve(response, anyIndex))
    const registry = await hostile(sendingTo(() => `${other.origin}/v2/app/manifests/1`))
    await client({ credentials: login }).getManifest(appOf(registry), '1')
    expect(other.requests[0]?.headers).not.toHaveProperty('authorization')
  })

  it('within the registry keeps the credentials, relative or not', async () => {
    const registry = await hostile((request, response) => {
      if (request.path === '/moved') return serve(response, anyIndex)
      sendingTo(() => '/moved')(request, response)
    })
    await client({ credentials: login }).getManifest(appOf(registry), '1')
    expect(registry.requests.at(-1)?.headers.authorization).toBe(basicHeader)
  })

  it('does not answer the challenge of whoever it leads to', async () => {
    const thief = await hostile((_, response) =>
      refuse(response, 401, 'UNAUTHORIZED', { 'www-authenticate': 'Basic realm="give it to me"' }),
    )
    const registry = await hostile(sendingTo(() => `${thief.origin}/x`))
    const failure = await failureOf(client({ credentials: login }).getManifest(appOf(registry), '1'), ...secrets)
    expect(failure).toMatchObject({ code: 'registry-denied', message: expect.stringContaining('redirects to') })
    expect(thief.requests).toHaveLength(1)
  })

  it('with a user in its address sends no user', async () => {
    const registry = await hostile((request, response) => {
      if (request.path === '/moved') return serve(response, anyIndex)
      response.writeHead(307, { location: `http://root:toor@${request.headers.host}/moved` })
      response.end()
    })
    await client().getManifest(appOf(registry), '1')
    expect(registry.requests.at(-1)?.headers).not.toHaveProperty('authorization')
  })

  it('is not shown with its signature when it fails', async () => {
    const storage = await hostile((_, response) => refuse(response, 403, 'AccessDenied'))
    const registry = await hostile(sendingTo(() => `${storage.origin}/blob?X-Amz-Signature=s3cr3t`))
    const failure = await failureOf(
      client({ credentials: login }).getManifest(appOf(registry), '1'),
      's3cr3t',
      ...secrets,
    )
    expect(failure.message).toContain(`${storage.origin}/blob?X-Amz-Signature=…: 403 AccessDenied`)
  })

  it.each([
    ['in a circle', '/v2/app/manifests/1'],
    ['to nowhere', ''],
    ['to what is no web address', 'file:///etc/passwd'],
  ])('%s is an error', async (_, location) => {
    const registry = await hostile((_request, response) => {
      response.writeHead(307, { location })
      response.end()
    })
    await expect(client().getManifest(appOf(registry), '1')).rejects.toMatchObject({ code: 'registry-invalid' })
    expect(registry.requests.length).toBeLessThanOrEqual(6)
  })

  it('from HTTPS to plain HTTP is refused', async () => {
    const keys = createCertificate()
    const plain = await hostile((_, response) => serve(response, anyIndex))
    const registry = await hostile((_, response) => {
      response.writeHead(307, { location: `${plain.origin}/v2/app/manifests/1` })
      response.end()
    }, keys)
    await expect(client({ ca: keys.cert }).getManifest(appOf(registry), '1')).rejects.toMatchObject({
      code: 'registry-invalid',
      message: expect.stringContaining('plain HTTP'),
    })
    expect(plain.requests).toHaveLength(0)
  })
})
