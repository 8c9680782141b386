import { describe, expect, it } from 'vitest'
import { openClient } from '../../../src/engine/client.ts'
import { findEngineEndpoint } from '../../../src/engine/find-endpoint.ts'
import { openTransport } from '../../../src/engine/transport.ts'
import { HarnessError } from '../../../src/errors.ts'
import { empty, events, inTurn, json, startFakeEngine, status, type Answer } from './fake-engine.ts'

const digest = `sha256:${'b'.repeat(64)}` as const

describe('a call of the engine', () => {
  const call = { action: 'ask', method: 'GET', path: '/info' } as const

  it('says what the engine said, safe to print', async () => {
    await using fake = await startFakeEngine({ 'GET /info': status(500, 'broken\u001B[31m') })
    await expect(fake.open()).rejects.toMatchObject({
      code: 'engine-failed',
      message: String.raw`the engine could not ask the engine what it is: broken\u001b[31m`,
      details: { status: 500 },
    })
  })

  it.each<readonly [string, Answer]>([
    ['an empty one', (response) => response.writeHead(502).end()],
    ['a page of a proxy', (response) => response.writeHead(502).end('<h1>Bad Gateway</h1>')],
  ])('explains an error with %s for its words', async (_, answer) => {
    await using fake = await startFakeEngine({ 'GET /info': answer })
    await expect(fake.open()).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringMatching(/502|Bad Gateway/),
    })
  })

  it('that gets no answer ends in time', async () => {
    await using fake = await startFakeEngine({ 'GET /info': () => undefined })
    const client = await openClient(openTransport(fake.endpoint.address, {}), 'fake')
    await expect(client.call({ ...call, timeoutMs: 50 })).rejects.toMatchObject({
      code: 'engine-failed',
      message: 'the engine did not ask within 0.05 s',
    })
    client.close()
  })

  it('whose answer breaks off ends at once', async () => {
    await using fake = await startFakeEngine({
      'POST /containers/*/wait': (response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).write('{"StatusCode":')
        setImmediate(() => response.destroy())
      },
    })
    const client = await openClient(openTransport(fake.endpoint.address, {}), 'fake')
    const wait = { action: 'wait', method: 'POST', path: '/containers/c1/wait', timeoutMs: 0 } as const
    await expect(client.call(wait)).rejects.toMatchObject({ code: 'engine-absent' })
    client.close()
  })

  it('ends with the reason of whoever ended it', async () => {
    await using fake = await startFakeEngine({ 'GET /info': () => undefined })
    const client = await openClient(openTransport(fake.endpoint.address, {}), 'fake')
    const deadline = new HarnessError('deadline-exceeded', 'too late')
    await expect(client.call({ ...call, signal: AbortSignal.abort(deadline) })).rejects.toBe(deadline)
    await expect(client.call({ ...call, signal: AbortSignal.timeout(20) })).rejects.toMatchObject({
      code: 'deadline-exceeded',
    })
    client.close()
  })

  it('to an engine that is gone says so', async () => {
    const fake = await startFakeEngine()
    const engine = await fake.open()
    await fake[Symbol.asyncDispose]()
    await expect(engine.listContainers({})).rejects.toMatchObject({ code: 'engine-absent' })
  })
})

describe('an image', () => {
  it.each<readonly [string, boolean, Answer]>([
    ['is there when the engine knows it', true, json({ Id: digest })],
    [
      'is there when its manifest is available',
      true,
      json({ Id: digest, Manifests: [{ ID: digest, Available: true }] }),
    ],
    ['is not there when only its name is', false, json({ Id: digest, Manifests: [{ ID: digest, Available: false }] })],
    ['is not there when the engine does not know it', false, status(404, 'No such image')],
  ])('%s', async (_, expected, answer) => {
    await using fake = await startFakeEngine({ 'GET /images/*/json': answer })
    const engine = await fake.open()
    expect(await engine.hasImage('registry.example/app', digest)).toBe(expected)
  })

  it('that cannot be loaded is an error with what the engine said of it', async () => {
    await using fake = await startFakeEngine({
      'POST /images/load': events({ errorDetail: { message: 'invalid tar header' } }),
    })
    const engine = await fake.open()
    await expect(engine.loadImage(Buffer.from('no tar'))).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringContaining('invalid tar header'),
    })
    expect(fake.asked.at(-1)?.body).toBe('no tar')
  })

  it('that is gone or in use is as good as removed', async () => {
    await using fake = await startFakeEngine({
      'DELETE /images/*': inTurn(status(404, 'no such image'), status(409, 'in use'), status(500, 'broken')),
    })
    const engine = await fake.open()
    await engine.removeImage('app')
    await engine.removeImage('app')
    await expect(engine.removeImage('app')).rejects.toMatchObject({ code: 'engine-failed' })
  })
})

describe('a container', () => {
  it('is removed by an engine that is busy at first', async () => {
    await using fake = await startFakeEngine({
      'DELETE /containers/*': inTurn(status(409, 'removal is already in progress'), status(500, 'device busy'), empty),
    })
    const engine = await fake.open()
    await engine.removeContainer('c1')
    expect(fake.asked.filter(({ route }) => route === 'DELETE /containers/*')).toHaveLength(3)
    expect(Object.fromEntries(fake.asked.at(-1)?.query ?? [])).toEqual({ force: 'true', v: 'true' })
  })

  it('is found by all of its labels', async () => {
    await using fake = await startFakeEngine({
      'GET /containers/json': json([
        { Id: 'c1', Labels: { a: '1', __proto__: 'x' }, State: 'running' },
        { Id: 'c2', State: 'created' },
      ]),
    })
    const engine = await fake.open()
    expect(await engine.listContainers({ 'org.everyarch.run': 'r1', other: '' })).toMatchObject([
      { id: 'c1', labels: { a: '1' }, running: true },
      { id: 'c2', labels: {}, running: false },
    ])
    expect(JSON.parse(fake.asked.at(-1)?.query.get('filters') ?? '')).toEqual({
      label: ['org.everyarch.run=r1', 'other'],
    })
  })
})

it('an image is found by all of its labels or its repository, with all of its names', async () => {
  await using fake = await startFakeEngine({
    'GET /images/json': json([
      { Id: 'sha256:a', RepoTags: ['a:1', 'a:2'], Labels: { a: '1' } },
      { Id: 'sha256:b', RepoTags: ['<none>:<none>'], Labels: null },
      { Id: 'sha256:c', RepoTags: null },
    ]),
  })
  const engine = await fake.open()
  expect(await engine.listImages({ labels: { 'org.everyarch.run': '' } })).toEqual([
    { id: 'sha256:a', labels: { a: '1' }, names: ['a:1', 'a:2'] },
    { id: 'sha256:b', labels: {}, names: [] },
    { id: 'sha256:c', labels: {}, names: [] },
  ])
  const filters = (): unknown => JSON.parse(fake.asked.at(-1)?.query.get('filters') ?? '')
  expect(filters()).toEqual({ label: ['org.everyarch.run'] })
  await engine.listImages({ repository: 'everyarch-build' })
  expect(filters()).toEqual({ reference: ['everyarch-build'] })
})

describe('an engine that is no engine', () => {
  it('is not taken for one', async () => {
    await using fake = await startFakeEngine({ 'GET /_ping': (response) => response.writeHead(200).end('OK') })
    await expect(findEngineEndpoint({ env: { DOCKER_HOST: `unix://${fake.socketPath}` } })).rejects.toMatchObject({
      code: 'engine-absent',
      message: expect.stringContaining('is no container engine'),
    })
  })
})
