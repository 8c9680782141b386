import { connect, createServer } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createCertificate } from '../../support/certificate.ts'
import { anyIndex, drain, listen, refuse, serve } from '../../support/hostile-registry.ts'
import { appOf, client, hostile } from './hostile.ts'

const keys = createCertificate()

/** This address reaches loopback, yet is none by its name. */
function elsewhere({ address }: { readonly address: string }): string {
  return address.replace('127.0.0.1', '0.0.0.0')
}

describe('a registry on loopback', () => {
  it('is asked by plain HTTP', async () => {
    const registry = await hostile((_, response) => serve(response, anyIndex))
    await client().getManifest(appOf(registry), '1')
    expect(registry.requests).toHaveLength(1)
  })

  it('that speaks TLS is asked by HTTPS, from the second request on at once', async () => {
    const registry = await hostile((_, response) => serve(response, anyIndex), keys)
    const urls: string[] = []
    const opened = client({ ca: keys.cert, onRequest: ({ url, status }) => urls.push(`${url} ${status}`) })
    await opened.getManifest(appOf(registry), '1')
    await opened.getManifest(appOf(registry), '2')
    expect(urls).toEqual([
      `http://${registry.address}/v2/app/manifests/1 undefined`,
      `https://${registry.address}/v2/app/manifests/1 200`,
      `https://${registry.address}/v2/app/manifests/2 200`,
    ])
  })

  it('that speaks TLS may be asked many things at once', async () => {
    const registry = await hostile((_, response) => serve(response, anyIndex), keys)
    const opened = client({ ca: keys.cert, retries: 0 })
    await Promise.all(['1', '2', '3', '4'].map((tag) => opened.getManifest(appOf(registry), tag)))
    expect(registry.requests).toHaveLength(4)
  })

  it('that tells plain HTTP to go away is asked by HTTPS', async () => {
    // As servers written in Go do: they answer once in the clear.
    const plain = 'HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n'
    const registry = await hostile((_, response) => serve(response, anyIndex), keys)
    const [, port = ''] = registry.address.split(':')
    const server = createServer((socket) => {
      socket.once('data', (data) => {
        if (data[0] !== 0x16) return socket.end(plain)
        const upstream = connect(Number(port), '127.0.0.1')
        upstream.write(data)
        return socket.pipe(upstream).pipe(socket)
      })
    })
    const { address, close } = await listen(server)
    onTestFinished(close)
    const opened = client({ ca: keys.cert })
    await expect(opened.getManifest(appOf({ address }), '1')).resolves.toMatchObject({ digest: anyIndex.digest })
  })

  it('that answers 400 for another reason says so', async () => {
    const registry = await hostile((_, response) => refuse(response, 400, 'NAME_INVALID', {}, 'no such name'))
    await expect(client().getManifest(appOf(registry), '1')).rejects.toMatchObject({
      code: 'registry-failed',
      message: expect.stringContaining('400 NAME_INVALID "no such name"'),
    })
    expect(registry.requests).toHaveLength(1)
  })
})

describe('a certificate', () => {
  it('that is trusted on request is trusted for documents and for streams', async () => {
    const registry = await hostile((_, response) => serve(response, anyIndex), keys)
    const opened = client({ ca: keys.cert })
    expect(await drain(await opened.openBlob(appOf(registry), { digest: anyIndex.digest }))).toEqual(anyIndex.bytes)
    await opened.getManifest(appOf(registry), '1')
    expect(registry.requests).toHaveLength(2)
  })

  it('that nobody vouches for is refused for streams, too', async () => {
    const registry = await hostile((_, response) => serve(response, anyIndex), keys)
    const opening = client().openBlob(appOf(registry), { digest: anyIndex.digest })
    await expect(opening).rejects.toMatchObject({ code: 'registry-tls' })
  })

  it('that nobody vouches for is refused, with a way to trust it', async () => {
    const registry = await hostile((_, response) => serve(response, anyIndex), keys)
    await expect(client().getManifest(appOf(registry), '1')).rejects.toMatchObject({
      code: 'registry-tls',
      message: expect.stringContaining('not trusted'),
      hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    })
    expect(registry.requests).toHaveLength(0)
  })
})

describe('a registry elsewhere', () => {
  it('that speaks plain HTTP is refused, with the flag that allows it', async () => {
    const registry = await hostile((_, response) => serve(response, anyIndex))
    const address = elsewhere(registry)
    await expect(client().getManifest(appOf({ address }), '1')).rejects.toMatchObject({
      code: 'registry-tls',
      message: expect.stringContaining(`${address} does not speak TLS`),
      hint: expect.stringContaining('--plain-http'),
    })
    expect(registry.requests).toHaveLength(0)
  })

  it.each([true, 'its host'])('is asked by plain HTTP where that is allowed: %s', async (allowed) => {
    const registry = await hostile((_, response) => serve(response, anyIndex))
    const address = elsewhere(registry)
    const plainHttp = allowed === true ? true : [address]
    await client({ plainHttp }).getManifest(appOf({ address }), '1')
    expect(registry.requests).toHaveLength(1)
  })

  it('is not asked by plain HTTP because another one may be', async () => {
    const registry = await hostile((_, response) => serve(response, anyIndex))
    const opened = client({ plainHttp: ['registry.lan:5000'] })
    await expect(opened.getManifest(appOf({ address: elsewhere(registry) }), '1')).rejects.toMatchObject({
      code: 'registry-tls',
    })
  })
})
