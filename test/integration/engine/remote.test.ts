import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer as createPlainServer } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findEngineEndpoint } from '../../../src/engine/find-endpoint.ts'
import { openEngine } from '../../../src/engine/open-engine.ts'
import { createListener, json, startFakeEngine } from './fake-engine.ts'

let folder = ''
const servers: Server[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'everyarch-remote-'))
})
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))))
  await rm(folder, { recursive: true })
})

const routes = createListener({
  'GET /_ping': (response) => response.writeHead(200, { 'api-version': '1.51' }).end('OK'),
  'GET /info': json({ ID: 'remote', OSType: 'linux', Architecture: 'aarch64', Name: 'elsewhere' }),
})

async function listen(server: Server): Promise<number> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address: AddressInfo | string | null = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

function openssl(...words: readonly string[]): void {
  execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' })
}

/** `ca.pem`, `cert.pem`, `key.pem`: one self-signed certificate for the server and its client. */
async function startTlsEngine(): Promise<number> {
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  openssl(
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '1',
    '-keyout',
    'key.pem',
    '-out',
    'cert.pem',
    ...subject,
  )
  const [cert, key] = await Promise.all(['cert.pem', 'key.pem'].map((name) => readFile(join(folder, name))))
  await writeFile(join(folder, 'ca.pem'), cert ?? '')
  return listen(createServer({ cert, key, ca: cert, requestCert: true, rejectUnauthorized: true }, routes))
}

/** An `ssh` that notes its arguments and does what the remote command would. */
async function writeSsh(script: string): Promise<Readonly<Record<string, string>>> {
  await writeFile(join(folder, 'ssh'), `#!/usr/bin/env node\n${script}`, { mode: 0o755 })
  return { PATH: `${folder}${delimiter}${process.env['PATH']}`, DOCKER_HOST: 'ssh://ada@build.example:2222' }
}

describe('an engine behind TLS', () => {
  it('is reached with the certificates DOCKER_CERT_PATH names', async () => {
    const port = await startTlsEngine()
    const env = { DOCKER_HOST: `tcp://127.0.0.1:${port}`, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: folder }
    const engine = await openEngine({ endpoint: await findEngineEndpoint({ env }), env })
    expect(engine.info).toMatchObject({ id: 'remote', architecture: 'arm64', isLocal: false })
    await engine.close()
  })

  it('is not used when its certificate is not to be trusted', async () => {
    const port = await startTlsEngine()
    const env = { DOCKER_HOST: `tcp://127.0.0.1:${port}`, DOCKER_TLS_VERIFY: '1', DOCKER_CONFIG: '/nowhere' }
    await expect(findEngineEndpoint({ env })).rejects.toMatchObject({
      code: 'engine-absent',
      message: expect.stringMatching(/self.signed certificate/),
    })
  })

  it('is not mistaken for a plain one, nor a plain one for it', async () => {
    const tls = await startTlsEngine()
    const plain = await listen(createPlainServer(routes))
    await expect(findEngineEndpoint({ env: { DOCKER_HOST: `tcp://127.0.0.1:${tls}` } })).rejects.toMatchObject({
      code: 'engine-absent',
    })
    const env = { DOCKER_HOST: `tcp://127.0.0.1:${plain}`, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: folder }
    await expect(findEngineEndpoint({ env })).rejects.toMatchObject({ code: 'engine-absent' })
  })
})

describe('an engine behind ssh', () => {
  it('is reached through ssh and its own dial-stdio, one connection for many calls', async () => {
    await using fake = await startFakeEngine({ 'GET /containers/json': json([]) })
    const env = await writeSsh(`
      const { appendFileSync } = require('node:fs')
      appendFileSync(${JSON.stringify(join(folder, 'arguments'))}, process.argv.slice(2).join(' ') + '\\n')
      const socket = require('node:net').connect(${JSON.stringify(fake.socketPath)})
      process.stdin.pipe(socket).pipe(process.stdout)`)
    const endpoint = await findEngineEndpoint({ env })
    expect(endpoint.address).toEqual({ kind: 'ssh', host: 'build.example', port: 2222, user: 'ada' })
    const engine = await openEngine({ endpoint, env })
    expect(engine.info).toMatchObject({
      endpoint: 'ssh://ada@build.example:2222',
      host: 'build.example',
      isLocal: false,
    })
    for (let n = 0; n < 3; n++) expect(await engine.listContainers({})).toEqual([])
    await engine.close()
    const calls = (await readFile(join(folder, 'arguments'), 'utf8')).trim().split('\n')
    expect(calls[0]).toBe(
      '-o ConnectTimeout=30 -o BatchMode=yes -T -l ada -p 2222 -- build.example docker system dial-stdio',
    )
    // One to look whether it answers, one for all the rest.
    expect(calls).toHaveLength(2)
  })

  it('that cannot be reached says what ssh said', async () => {
    const env = await writeSsh(`console.error('Permission denied (publickey).'); process.exitCode = 255`)
    await expect(findEngineEndpoint({ env })).rejects.toMatchObject({
      code: 'engine-absent',
      message: expect.stringContaining('ssh to build.example ended with 255: Permission denied (publickey).'),
    })
  })

  it('needs an ssh', async () => {
    const env = { PATH: folder, DOCKER_HOST: 'ssh://build.example' }
    await expect(findEngineEndpoint({ env })).rejects.toMatchObject({
      message: expect.stringContaining('ssh could not be started'),
    })
  })
})
