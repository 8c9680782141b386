import { describe, expect, it } from 'vitest'
import type { ContainerRequest, StartedContainer } from '../../../src/engine/engine.ts'
import { type Answer, empty, type FakeEngine, inTurn, json, startFakeEngine, status } from './fake-engine.ts'

const request: ContainerRequest = { image: 'registry.example/app@sha256:1', labels: {} }
const running = { State: { Running: true, ExitCode: 0, StartedAt: '2026-01-01T00:00:00Z' } }
const good = {
  'GET /info': json({ OSType: 'linux', Architecture: 'amd64', ServerVersion: '4.3.1', BuildahVersion: '1.28.2' }),
  'POST /containers/create': json({ Id: 'c1' }, 201),
  'POST /containers/*/start': empty,
  'GET /containers/*/json': json(running),
  'DELETE /containers/*': empty,
}

async function start(
  routes: Readonly<Record<string, Answer>>,
  use: (container: StartedContainer, fake: FakeEngine) => Promise<void>,
  more: Partial<ContainerRequest> = {},
): Promise<void> {
  await using fake = await startFakeEngine({ ...good, ...routes })
  const engine = await fake.open()
  const started = await engine.startContainer({ ...request, ...more })
  if (started.kind !== 'started') throw new Error(started.message)
  await use(started.container, fake)
}

describe('Podman', () => {
  it('is told by what it says of itself', async () => {
    await using fake = await startFakeEngine(good)
    const { info } = await fake.open()
    expect(info).toMatchObject({ product: 'podman', version: '4.3.1', imageStore: 'podman' })
  })

  it('lists processes itself, where it would run the ps of the image if it were asked as Docker is', async () => {
    const top: Answer = (response, asked) => {
      const own = { Titles: ['COMMAND'], Processes: [['/usr/bin/qemu-aarch64 /app serve']] }
      const ofImage = {
        Titles: ['PID   USER     COMMAND'],
        Processes: [['1 0        {app} /usr/bin/qemu-aarch64 /app']],
      }
      json(asked.query.get('ps_args') === 'args' ? own : ofImage)(response, asked)
    }
    await start({ 'GET /containers/*/top': top }, async (container) => {
      expect(await container.processes()).toEqual(['/usr/bin/qemu-aarch64 /app serve'])
    })
  })

  it('has nothing to say of the processes of a container that has ended', async () => {
    const nothing: Answer = (response) => response.writeHead(200).end()
    await start({ 'GET /containers/*/top': nothing }, async (container) => {
      expect(await container.processes()).toEqual([])
    })
  })

  it('that has no init runs a probe without', async () => {
    const lacking = status(
      500,
      'container create: container-init binary not found on the host: stat …/catatonit: no such',
    )
    const create = inTurn(lacking, json({ Id: 'c2' }, 201))
    const expectInits = async (container: StartedContainer, fake: FakeEngine): Promise<void> => {
      expect(container.id).toBe('c2')
      const created = fake.asked.filter(({ route }) => route === 'POST /containers/create')
      expect(created.map(({ body }) => body.includes('"Init":true'))).toEqual([true, false])
    }
    await start({ 'POST /containers/create': create }, expectInits, { init: true })
  })

  it('that lacks something else is not asked twice', async () => {
    await using fake = await startFakeEngine({ ...good, 'POST /containers/create': status(500, 'no runtime found') })
    const engine = await fake.open()
    await expect(engine.startContainer({ ...request, init: true })).rejects.toMatchObject({ code: 'engine-failed' })
    expect(fake.asked.filter(({ route }) => route === 'POST /containers/create')).toHaveLength(1)
  })
})
