import { createServer, request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createCertificate } from '../../support/certificate.ts'
import { anyIndex, failureOf, listen, serve } from '../../support/hostile-registry.ts'
import { appOf, client, hostile } from './hostile.ts'

interface TestProxy {
  readonly address: string
  /** What it was asked for: `GET http://…`, `CONNECT host:port`, and by whom. */
  readonly asked: readonly string[]
}

/** A proxy that knows one server under every name. */
async function startProxy(target: { readonly address: string }, status = 200): Promise<TestProxy> {
  const asked: string[] = []
  const [host, port] = target.address.split(':')
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim())
    const { pathname } = new URL(request.url ?? '/')
    httpRequest({ host, port, path: pathname }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    }).end()
  })
  server.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim())
    socket.write(`HTTP/1.1 ${status} Any\r\n\r\n`)
    if (status !== 200) return socket.end()
    const upstream = connect(Number(port), host)
    upstream.on('error', () => socket.destroy())
    socket.on('error', () => upstream.destroy())
    return socket.pipe(upstream).pipe(socket)
  })
  const { address, close } = await listen(server)
  onTestFinished(close)
  return { address, asked }
}

const registryName = 'registry.example.invalid'

describe('a proxy', () => {
  it('is asked for registries that speak plain HTTP', async () => {
    const registry = await hostile((_, response) => serve(response, anyIndex))
    const proxy = await startProxy(registry)
    const opened = client({ plainHttp: true, proxy: { httpProxy: `http://${proxy.address}` } })
    await expect(opened.getManifest(appOf({ address: registryName }), '1')).resolves.toMatchObject({
      digest: anyIndex.digest,
    })
    expect(proxy.asked).toEqual([`GET http://${registryName}/v2/app/manifests/1`])
  })

  it('opens a tunnel to registries that speak TLS, whose name it resolves', async () => {
    const keys = createCertificate(registryName)
    const registry = await hostile((_, response) => serve(response, anyIndex), keys)
    const proxy = await startProxy(registry)
    const opened = client({ ca: keys.cert, proxy: { httpsProxy: `http://me:pass@${proxy.address}` } })
    await opened.getManifest(appOf({ address: registryName }), '1')
    const user = `Basic ${Buffer.from('me:pass').toString('base64')}`
    expect(proxy.asked).toEqual([`CONNECT ${registryName}:443 ${user}`])
    expect(registry.requests[0]?.headers).not.toHaveProperty('proxy-authorization')
  })

  it('is left out for loopback and for what NO_PROXY names', async () => {
    const registry = await hostile((_, response) => serve(response, anyIndex))
    const proxy = await startProxy(registry)
    const address = registry.address.replace('127.0.0.1', '0.0.0.0')
    const opened = client({ plainHttp: true, proxy: { httpProxy: `http://${proxy.address}`, noProxy: '0.0.0.0/8' } })
    await opened.getManifest(appOf(registry), '1')
    await opened.getManifest(appOf({ address }), '1')
    expect(registry.requests).toHaveLength(2)
    expect(proxy.asked).toEqual([])
  })

  it('that wants a password of its own is told as the proxy, without what it was sent', async () => {
    const registry = await hostile((_, response) => serve(response, anyIndex))
    const proxy = await startProxy(registry, 407)
    const opened = client({ proxy: { httpsProxy: `http://me:s3cr3t@${proxy.address}` } })
    const failure = await failureOf(opened.getManifest(appOf({ address: registryName }), '1'), 's3cr3t')
    expect(failure).toMatchObject({ code: 'registry-unreachable', message: expect.stringContaining('proxy') })
  })

  it('that is not there is told as the proxy', async () => {
    const registry = await hostile((_, response) => serve(response, anyIndex))
    await registry[Symbol.asyncDispose]()
    const opened = client({ proxy: { httpsProxy: `http://me:s3cr3t@${registry.address}` } })
    const failure = await failureOf(opened.getManifest(appOf({ address: registryName }), '1'), 's3cr3t')
    expect(failure).toMatchObject({ code: 'registry-unreachable', message: expect.stringContaining('proxy') })
  })
})
