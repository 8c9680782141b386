import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { manyWays, tcpServer, tlsServer, writesAndEnds, type TlsImage } from '../../support/acceptance/healthy.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { docker, removeImages } from '../../support/engine.ts'
import type { PushedImage } from '../../support/image-registry.ts'
import { onBoth, verifyHealth } from './verify-health.ts'

const registry = openDistributionRegistry()

describe('an application, natively and emulated,', () => {
  let server: PushedImage
  beforeAll(async () => {
    server = await manyWays(registry)
    // Held before, it is neither pulled nor removed by runs that look at health alone.
    for (const [platform, digest] of Object.entries(server.manifests)) {
      await docker('pull', '--quiet', '--platform', platform, `${server.repository}@${digest}`)
    }
  })
  afterAll(() => removeImages(server.repository))

  it('may be asked in every way at once, and what was proven is said', async () => {
    const ways = [
      ['--http', '8080/health', '--http', '8080/moved', '--http', '8080/away', '--expect', 'status:200,302'],
      ['--expect', 'tcp:8080', '--expect', 'healthcheck', '--expect', 'command:perl -e "exit 0"'],
      ['--expect', 'log:/^ready to \\w+/'],
    ].flat()
    const { exitCode, health, leftovers } = await verifyHealth(server.reference, ...ways)
    expect(exitCode).toBe(0)
    const how =
      '200 on /health, 302 on /moved, 302 on /away, took a connection on 8080, its HEALTHCHECK ended with 0, ' +
      'perl -e exit 0 ended with 0, log line "ready to accept connections"'
    expect(health).toEqual(onBoth({ url: '/health', status: 200, readyMs: expect.any(Number), how }))
    expect(leftovers).toEqual([])
  })

  it('answers with what its status, body, JSON and header must be, where a redirect leads', async () => {
    const wants = [
      'status:2xx',
      'body:/"up"/',
      'json:$.status=ok',
      'json:$.checks[0].state',
      'header:content-type=json',
    ]
    const flags = ['--http', '8080/moved', ...wants.flatMap((want) => ['--expect', want])]
    const { exitCode, health } = await verifyHealth(server.reference, ...flags)
    expect(exitCode).toBe(0)
    const how = '200 on /health with $.status=ok, $.checks[0].state, /"up"/, content-type "json", where /moved leads'
    expect(health).toMatchObject(onBoth({ how, status: 200 }))
  })

  // They only wait, so they may wait together.
  it.concurrent.each([
    ['8080/health', 'status:204', 'run/health-unexpected error: it answered 200, not 204, for '],
    ['8080/health', 'body:down', 'run/health-unexpected error: it answered without "down" in its body: '],
    ['8080/health', 'json:$.status=down', 'run/health-unexpected error: it answered JSON with "ok", not $.status=down'],
    ['8080/health,8080/ready', 'status:204', 'it answered 200, not 204, on /health, for '],
    ['8080', 'header:x-ready', 'run/health-unexpected error: it answered without the header x-ready'],
    ['8080', 'log:never', 'it wrote no line with "never"'],
    ['8080', 'command:perl -e "die q(no database)"', 'perl -e die q(no database) ended with '],
    ['8080', 'tcp:9090', 'run/port-not-listening error: it listens on 8080, not on 9090'],
  ])('that is asked on %s fails when %s does not hold', async (http, want, said) => {
    const asked = http.split(',').flatMap((place) => ['--http', place])
    const flags = [...asked, '--expect', want, '--timeout', '15s']
    const { exitCode, findings } = await verifyHealth(server.reference, ...flags)
    expect(exitCode).toBe(1)
    expect(findings).toEqual(onBoth([expect.stringContaining(said)]))
  })

  it('that listens on another port is told of while it is waited for', async () => {
    const flags = ['--http', '9999', '--platform', 'linux/amd64', '--timeout', '8s']
    const { exitCode, progress } = await verifyHealth(server.reference, ...flags)
    expect(exitCode).toBe(1)
    const [before] = progress.split('failed')
    expect(before).toContain('linux/amd64: it listens on 8080, not on 9999')
  })
})

describe('an application without HTTP', () => {
  it('is healthy when it takes a connection, by its own sockets', async () => {
    const { reference } = await tcpServer(registry, false)
    const { exitCode, health } = await verifyHealth(reference, '--expect', 'tcp:6379', '--expect', 'log:up')
    expect(exitCode).toBe(0)
    const how = 'took a connection on 6379, log line "up"'
    expect(health).toEqual(onBoth({ how, readyMs: expect.any(Number) }))
  })

  it('that listens and takes none is not', async () => {
    const { reference } = await tcpServer(registry, true)
    const { exitCode, findings } = await verifyHealth(reference, '--expect', 'tcp:6379', '--timeout', '10s')
    expect(exitCode).toBe(1)
    const said = 'run/health-timeout error: it listens and was not healthy within 10 s: it took no connection on 6379'
    expect(findings).toEqual(onBoth([expect.stringContaining(said)]))
  })

  it('ends as it should when it wrote what it should', async () => {
    const { reference } = await writesAndEnds(registry)
    const wrote = await verifyHealth(reference, '--expect', 'exit:0', '--expect', 'log:/migrated \\d+/')
    expect(wrote.exitCode).toBe(0)
    expect(wrote.health).toEqual(
      onBoth({ how: 'ended with 0, log line "migrated 12 tables"', readyMs: expect.any(Number) }),
    )
    const silent = await verifyHealth(reference, '--expect', 'exit:0', '--expect', 'log:rolled back')
    expect(silent.exitCode).toBe(1)
    const said = 'run/health-unexpected error: it ended with exit code 0, and wrote no line with "rolled back"'
    expect(silent.findings).toEqual(onBoth([expect.stringContaining(said)]))
  })
})

describe('an application that speaks TLS', () => {
  let folder: string
  let server: TlsImage
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'everyarch-'))
    server = await tlsServer(registry)
    await writeFile(join(folder, 'ca.pem'), server.certificate)
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('is healthy when its certificate is of the authority that was named', async () => {
    const flags = ['--http', 'https:8443', '--expect', `tls:${join(folder, 'ca.pem')}`]
    const { exitCode, health } = await verifyHealth(server.reference, ...flags)
    expect(exitCode).toBe(0)
    expect(health).toMatchObject(onBoth({ how: '200 on /', status: 200 }))
  })

  it('is not when nobody known signed it', async () => {
    const { exitCode, findings } = await verifyHealth(server.reference, '--http', 'https:8443', '--timeout', '10s')
    expect(exitCode).toBe(1)
    const said =
      'run/health-unexpected error: it showed a certificate that is not trusted: self-signed certificate, for 10 s'
    expect(findings).toEqual(onBoth([expect.stringContaining(said)]))
  })
})
