import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { Engine, StartedContainer } from '../../../src/engine/engine.ts'
import { findEngineEndpoint } from '../../../src/engine/find-endpoint.ts'
import { openEngine } from '../../../src/engine/open-engine.ts'
import { empty, events, json, never, startFakeEngine, type Answer } from './fake-engine.ts'

const digest = `sha256:${'c'.repeat(64)}` as const
/** Long enough for what works, on a busy machine. */
const callTimeoutMs = 1000

/** The ways an engine gets stuck: before its answer, and half-way through. */
const ways: readonly (readonly [string, Answer])[] = [
  ['says nothing', never],
  ['stops half-way', (response) => void response.writeHead(200).write('{"Id":"c1",')],
]

const working: Readonly<Record<string, Answer>> = {
  'POST /containers/create': json({ Id: 'c1' }, 201),
  'PUT /containers/*/archive': json({}),
  'POST /containers/*/start': empty,
  'GET /containers/*/json': json({ State: { Running: true, Pid: 1, StartedAt: '2026-11-22T04:00:00Z' } }),
  'DELETE /containers/*': empty,
  'POST /containers/*/exec': json({ Id: 'e1' }, 201),
  'POST /exec/*/start': events(),
  'GET /exec/*/json': json({ ExitCode: 0 }),
}

const pull = { repository: 'registry.example/app', digest, platform: { os: 'linux', architecture: 'arm64' } }

const files = [{ path: '/probe', bytes: new Uint8Array(4), mode: 0o755 }]

async function start(engine: Engine): Promise<StartedContainer> {
  const started = await engine.startContainer({ image: 'app', labels: {}, files })
  if (started.kind === 'refused') throw new Error(started.message)
  return started.container
}

const onEngine: Readonly<Record<string, (engine: Engine) => Promise<unknown>>> = {
  'GET /images/*/json': (engine) => engine.hasImage('registry.example/app', digest),
  'POST /images/load': (engine) => engine.loadImage(new Uint8Array(8)),
  'GET /images/json': (engine) => engine.listImages({ labels: {} }),
  'DELETE /images/*': (engine) => engine.removeImage('app'),
  'GET /containers/json': (engine) => engine.listContainers({}),
  'DELETE /containers/*': (engine) => engine.removeContainer('c1'),
  'POST /images/create': (engine) => engine.pull({ ...pull, idleTimeoutMs: callTimeoutMs }),
  'GET /networks': (engine) => engine.listNetworks(),
  'GET /volumes': (engine) => engine.listResources('volume', {}),
  'POST /containers/create': start,
  'PUT /containers/*/archive': start,
  'POST /containers/*/start': start,
}

const onContainer: Readonly<Record<string, (container: StartedContainer) => Promise<unknown>>> = {
  'GET /containers/*/top': (container) => container.processes(),
  'GET /containers/*/stats': (container) => container.usage(),
  'POST /containers/*/kill': (container) => container.kill('SIGKILL'),
  'POST /containers/*/exec': (container) => container.exec(['true']),
  'GET /exec/*/json': (container) => container.exec(['true']),
  'DELETE /containers/*': (container) => container.remove(),
}

describe.concurrent.each(ways)('an engine that %s', (_, stuck) => {
  it.each(Object.entries(onEngine))('when asked to %s is not waited for', async (route, ask) => {
    await using fake = await startFakeEngine({ ...working, [route]: stuck })
    const engine = await fake.open({ callTimeoutMs })
    await expect(ask(engine)).rejects.toMatchObject({ code: 'engine-failed' })
    expect(fake.asked.map((asked) => asked.route)).toContain(route)
  })

  it.each(Object.entries(onContainer))('of a container when asked to %s is not waited for', async (route, ask) => {
    await using fake = await startFakeEngine({ ...working, [route]: stuck })
    const container = await start(await fake.open({ callTimeoutMs }))
    await expect(ask(container)).rejects.toMatchObject({ code: 'engine-failed' })
  })

  it('when asked what it is is not waited for', async () => {
    await using fake = await startFakeEngine({ 'GET /info': stuck })
    await expect(fake.open({ callTimeoutMs })).rejects.toMatchObject({ code: 'engine-failed' })
  })

  it('when a command is to end is not waited for longer than the command may take', async () => {
    await using fake = await startFakeEngine({ ...working, 'POST /exec/*/start': stuck })
    const container = await start(await fake.open())
    await expect(container.exec(['true'], { timeoutMs: callTimeoutMs })).rejects.toMatchObject({
      code: 'deadline-exceeded',
    })
  })

  it('when a container is to end, or to write, is waited for as long as the caller wants', async () => {
    const endless = { 'POST /containers/*/wait': stuck, 'GET /containers/*/logs': stuck }
    await using fake = await startFakeEngine({ ...working, ...endless })
    const container = await start(await fake.open())
    await expect(container.wait(AbortSignal.timeout(40))).rejects.toMatchObject({ code: 'deadline-exceeded' })
    await container.followLogs(() => undefined, AbortSignal.timeout(40))
  })
})

describe.concurrent('a pull', () => {
  const again =
    (line: () => string): Answer =>
    (response) => {
      response.writeHead(200)
      const writing = setInterval(() => response.write(`${line()}\r\n`), 5)
      response.once('close', () => clearInterval(writing))
    }

  it('whose engine says the same again and again makes no progress', async () => {
    const line = '{"id":"a","status":"Downloading","progressDetail":{"current":7,"total":90}}'
    await using fake = await startFakeEngine({ 'POST /images/create': again(() => line) })
    const engine = await fake.open()
    await expect(engine.pull({ ...pull, idleTimeoutMs: 80 })).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringContaining('made no progress for 0.08 s'),
    })
  })

  it('that gets on a little all the time ends all the same', async () => {
    let current = 0
    const line = (): string =>
      JSON.stringify({ id: 'a', status: 'Downloading', progressDetail: { current: ++current, total: 1e9 } })
    await using fake = await startFakeEngine({ 'POST /images/create': again(line) })
    const engine = await fake.open()
    await expect(engine.pull({ ...pull, totalTimeoutMs: 80 })).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringContaining('was not done after 0.08 s'),
    })
  })
})

describe('what accepts connections and never answers', () => {
  async function silent(use: (port: number) => Promise<void>): Promise<void> {
    const sockets = new Set<Socket>()
    const server = createServer((socket) => void sockets.add(socket))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    try {
      await use(typeof address === 'object' && address !== null ? address.port : 0)
    } finally {
      for (const socket of sockets) socket.destroy()
      server.close()
    }
  }

  it('is no engine that can be found', () =>
    silent(async (port) => {
      const explicit = `tcp://127.0.0.1:${port}`
      await expect(findEngineEndpoint({ env: {}, explicit, timeoutMs: 40 })).rejects.toMatchObject({
        code: 'engine-absent',
      })
    }))

  it('is no engine that can be opened', () =>
    silent(async (port) => {
      const address = { kind: 'tcp', host: '127.0.0.1', port } as const
      const endpoint = { name: 'default', source: 'test', address }
      await expect(openEngine({ endpoint, env: {}, callTimeoutMs })).rejects.toMatchObject({ code: 'engine-failed' })
    }))
})
