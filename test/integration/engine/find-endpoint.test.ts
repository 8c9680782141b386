import { createHash } from 'node:crypto'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EngineAddress } from '../../../src/engine/endpoint.ts'
import { findEngineEndpoint } from '../../../src/engine/find-endpoint.ts'
import { startFakeEngine, type FakeEngine } from './fake-engine.ts'

let homeDir = ''
let engine: FakeEngine

beforeEach(async () => {
  homeDir = await mkdtemp(join(tmpdir(), 'everyarch-home-'))
  engine = await startFakeEngine()
})
afterEach(async () => {
  await engine[Symbol.asyncDispose]()
  await rm(homeDir, { recursive: true })
})

const missing: EngineAddress = { kind: 'unix', path: '/nowhere/docker.sock' }

async function writeContext(name: string, host: string): Promise<void> {
  const folder = join(homeDir, '.docker/contexts/meta', createHash('sha256').update(name).digest('hex'))
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'meta.json'), JSON.stringify({ Name: name, Endpoints: { docker: { Host: host } } }))
}

async function useContext(name: string): Promise<void> {
  await mkdir(join(homeDir, '.docker'), { recursive: true })
  await writeFile(join(homeDir, '.docker/config.json'), JSON.stringify({ currentContext: name }))
}

describe('the engine that is used', () => {
  it('is the one of DOCKER_HOST, before any context', async () => {
    await writeContext('other', 'unix:///nowhere')
    await useContext('other')
    const env = { DOCKER_HOST: `unix://${engine.socketPath}`, DOCKER_CONTEXT: 'other' }
    expect(await findEngineEndpoint({ env, homeDir })).toEqual({
      name: 'default',
      source: 'DOCKER_HOST',
      address: { kind: 'unix', path: engine.socketPath },
    })
  })

  it('is the one of DOCKER_CONTEXT, before the current context', async () => {
    await writeContext('mine', `unix://${engine.socketPath}`)
    await writeContext('other', 'unix:///nowhere')
    await useContext('other')
    const found = await findEngineEndpoint({ env: { DOCKER_CONTEXT: 'mine' }, homeDir })
    expect(found).toMatchObject({ name: 'default', source: 'the Docker context "mine"' })
  })

  it('is the one of the current context, in the folder DOCKER_CONFIG names', async () => {
    await writeContext('mine', `unix://${engine.socketPath}`)
    await useContext('mine')
    const env = { DOCKER_CONFIG: join(homeDir, '.docker') }
    const found = await findEngineEndpoint({ env, homeDir: '/nowhere', usual: [missing] })
    expect(found.address).toEqual({ kind: 'unix', path: engine.socketPath })
  })

  it('is the first usual one that answers when nothing is said', async () => {
    await useContext('default')
    const usual: readonly EngineAddress[] = [missing, { kind: 'unix', path: engine.socketPath }]
    expect(await findEngineEndpoint({ env: {}, homeDir, usual })).toMatchObject({ address: usual[1] })
  })

  it.each([
    ['a socket', (path: string) => path],
    ['an address', (path: string) => `unix://${path}`],
    ['a context', () => 'mine'],
  ])('is the one named by %s, whatever the environment says', async (_, spell) => {
    await writeContext('mine', `unix://${engine.socketPath}`)
    const explicit = spell(engine.socketPath)
    const found = await findEngineEndpoint({ explicit, env: { DOCKER_HOST: 'unix:///nowhere' }, homeDir })
    expect(found.address).toEqual({ kind: 'unix', path: engine.socketPath })
    expect(found.name).not.toBe('default')
  })
})

describe('no engine', () => {
  it('is an error with the reason of every place', async () => {
    const dead = join(homeDir, 'dead.sock')
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(dead, resolve))
    // Closing it removes the file: what is left of a killed engine is a file nobody listens at.
    await new Promise((resolve) => server.close(resolve))
    await writeFile(dead, '')
    const usual: readonly EngineAddress[] = [missing, { kind: 'unix', path: dead }]
    await expect(findEngineEndpoint({ env: {}, homeDir, usual })).rejects.toMatchObject({
      code: 'engine-absent',
      message:
        `no container engine answers (DOCKER_HOST is not set; no Docker context is chosen; ` +
        `unix://${dead}: nothing listens there; there is no /nowhere/docker.sock)`,
      hint: 'start Docker, or name an engine with --engine',
    })
  })

  it('where one is named is an error, though another would answer', async () => {
    const usual: readonly EngineAddress[] = [{ kind: 'unix', path: engine.socketPath }]
    const env = { DOCKER_HOST: 'unix:///nowhere/docker.sock' }
    await expect(findEngineEndpoint({ env, homeDir, usual })).rejects.toMatchObject({
      code: 'engine-absent',
      message: expect.stringContaining('DOCKER_HOST: unix:///nowhere/docker.sock: does not exist'),
    })
  })

  it('is what a server that never answers is', async () => {
    await using stuck = await startFakeEngine({ 'GET /_ping': () => undefined })
    const env = { DOCKER_HOST: `unix://${stuck.socketPath}` }
    await expect(findEngineEndpoint({ env, homeDir, timeoutMs: 50 })).rejects.toMatchObject({
      code: 'engine-absent',
      message: expect.stringContaining('no answer within 0.05 s'),
    })
    const signal = AbortSignal.abort()
    await expect(findEngineEndpoint({ env, homeDir, signal })).rejects.toMatchObject({ code: 'interrupted' })
  })

  it('is another error where there is one, and no permission to use it', async () => {
    const usual: readonly EngineAddress[] = [missing, { kind: 'unix', path: engine.socketPath }]
    await chmod(dirname(engine.socketPath), 0)
    // Root may enter any folder, until it is somebody else.
    const isRoot = process.geteuid?.() === 0
    if (isRoot) process.seteuid?.(65_534)
    const error = await findEngineEndpoint({ env: {}, homeDir: '/nowhere', usual }).catch((thrown: unknown) => thrown)
    if (isRoot) process.seteuid?.(0)
    await chmod(dirname(engine.socketPath), 0o700)
    expect(error).toMatchObject({ code: 'engine-denied', hint: expect.stringContaining('docker group') })
  })
})
