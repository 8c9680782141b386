import { expect, it } from 'vitest'
import { openEngine } from '../../../src/engine/open-engine.ts'
import { empty, inTurn, json, never, startFakeEngine } from './fake-engine.ts'

it('a container is started without testcontainers where that gets no answer', async () => {
  const info = { ID: 'fake', OSType: 'linux', Architecture: 'x86_64', ServerVersion: '0', Name: 'elsewhere' }
  await using fake = await startFakeEngine({
    'GET /info': inTurn(json(info), never),
    'POST /containers/create': json({ Id: 'c1' }, 201),
    'POST /containers/*/start': empty,
    'GET /containers/*/json': json({ State: { Running: true, Pid: 1, StartedAt: '2026-11-22T04:00:00Z' } }),
  })
  const endpoint = { ...fake.endpoint, name: 'default' }
  const engine = await openEngine({ endpoint, env: {}, homeDir: '/nowhere', callTimeoutMs: 3000 })
  try {
    expect(await engine.startContainer({ image: 'app', labels: {} })).toMatchObject({ kind: 'started' })
    expect(fake.asked.filter(({ route }) => route === 'GET /info')).toHaveLength(2)
  } finally {
    await engine.close()
  }
})
