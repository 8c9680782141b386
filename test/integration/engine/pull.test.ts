import { describe, expect, it } from 'vitest'
import type { PullRequest } from '../../../src/engine/engine.ts'
import { events, json, never, startFakeEngine, status, type Answer, type FakeEngine } from './fake-engine.ts'

const digest = `sha256:${'a'.repeat(64)}` as const
const request: PullRequest = {
  repository: 'registry.example:5000/acme/app',
  digest,
  platform: { os: 'linux', architecture: 'arm', variant: 'v7' },
}
const held = { 'GET /images/*/json': json({ Id: digest }) }

async function pull(answer: Answer, more: Partial<PullRequest> = {}): Promise<FakeEngine> {
  const fake = await startFakeEngine({ ...held, 'POST /images/create': answer })
  try {
    const engine = await fake.open()
    await engine.pull({ ...request, ...more })
    return fake
  } finally {
    await fake[Symbol.asyncDispose]()
  }
}

const stalled: Answer = (response) => void response.writeHead(200).write('{"status":"Pulling"}\r\n')

function detail(id: string, name: string, current: number, total: number): unknown {
  return { id, status: name, progressDetail: { current, total } }
}

describe('a pull', () => {
  it('asks for the digest and the platform, and sends no credential when it has none', async () => {
    const { asked } = await pull(events({ status: 'Pulling' }))
    const create = asked.find(({ route }) => route === 'POST /images/create')
    expect(Object.fromEntries(create?.query ?? [])).toEqual({
      fromImage: 'registry.example:5000/acme/app',
      tag: digest,
      platform: 'linux/arm/v7',
    })
    expect(create?.headers).not.toHaveProperty('x-registry-auth')
  })

  it.each([
    [
      { username: 'ada', password: 's3cret' },
      { username: 'ada', password: 's3cret' },
    ],
    [{ identityToken: 'token' }, { identitytoken: 'token' }],
  ])('hands the credential %j to the engine in its header, and nowhere else', async (credential, sent) => {
    const { asked } = await pull(events(), { credential })
    const create = asked.find(({ route }) => route === 'POST /images/create')
    const header = String(create?.headers['x-registry-auth'])
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({
      ...sent,
      serveraddress: 'registry.example:5000',
    })
    expect(`${create?.query.toString()} ${create?.body}`).not.toMatch(/s3cret|token/)
  })

  it('adds up what its layers have received, and leaves out unpacking', async () => {
    const progress: unknown[] = []
    await pull(
      events(
        { id: 'a', status: 'Pulling fs layer', progressDetail: {} },
        detail('a', 'Downloading', 10, 100),
        detail('b', 'Downloading', 5, 50),
        { id: 'a', status: 'Download complete', progressDetail: {} },
        detail('a', 'Extracting', 3, 100),
        { id: 'c', status: 'Already exists' },
        detail('b', 'Downloading', 50, 50),
        { id: 'b', status: 'Pull complete' },
        { status: 'Digest: sha256:…' },
      ),
      { onProgress: (sum) => progress.push(sum) },
    )
    expect(progress).toEqual([
      { receivedBytes: 10, totalBytes: 100 },
      { receivedBytes: 15, totalBytes: 150 },
      { receivedBytes: 105, totalBytes: 150 },
      { receivedBytes: 150, totalBytes: 150 },
    ])
  })

  it.each<readonly [string, string, Answer]>([
    [
      'an error in its stream',
      'registry-rate-limited',
      events({ status: 'Pulling' }, { error: 'toomanyrequests: slow down' }),
    ],
    ['only the detail of an error', 'content-missing', events({ errorDetail: { message: 'manifest unknown' } })],
    ['an answer that is an error', 'registry-denied', status(500, 'unauthorized: authentication required')],
    ['a full disk', 'disk-full', events({ error: 'x', errorDetail: { message: 'no space left on device' } })],
    ['an answer in another status', 'content-missing', status(404, 'manifest for x not found')],
    ['something that is no event', 'engine-failed', (response) => response.writeHead(200).end('<html>')],
    ['an event that is no object', 'engine-failed', events([1, 2])],
    [
      'a connection that breaks',
      'engine-absent',
      (response) => {
        response.writeHead(200).write('{"status":"Pulling"}\r\n', () => response.destroy())
      },
    ],
  ])('fails with %s as %s', async (_, code, answer) => {
    await expect(pull(answer)).rejects.toMatchObject({ code })
  })

  it('that ends without an error and without the image has failed', async () => {
    await using fake = await startFakeEngine({
      'POST /images/create': events({ status: 'Pulling' }),
      'DELETE /images/*': status(404, 'No such image'),
    })
    const engine = await fake.open()
    await expect(engine.pull(request)).rejects.toMatchObject({ code: 'pull-failed' })
  })

  it.each([
    ['has just been removed by another run', 'Downloaded newer image for app', status(404, 'No such image'), []],
    [
      'others change just then',
      'Downloaded newer image for app',
      status(500, 'data changed during operation, retry'),
      [],
    ],
    ['is a name without layers', 'Image is up to date for app', status(404, 'No such image'), ['DELETE']],
  ])('is asked for again when the image %s', async (_, said, missing, between) => {
    let looks = 0
    const look: Answer = (response, asked) => {
      looks += 1
      return looks < 3 ? missing(response, asked) : json({ Id: digest })(response, asked)
    }
    await using fake = await startFakeEngine({
      'GET /images/*/json': look,
      'POST /images/create': events({ status: `Status: ${said}` }),
      'DELETE /images/*': status(404, 'No such image'),
    })
    const engine = await fake.open()
    await engine.pull(request)
    const changes = fake.asked.map(({ route }) => route).filter((route) => !route.startsWith('GET'))
    expect(changes.map((route) => route.split(' ')[0])).toEqual(['POST', ...between, 'POST', ...between, 'POST'])
  })

  it('that stalls is given up, whether it has begun to answer or not', async () => {
    await expect(pull(stalled, { idleTimeoutMs: 60 })).rejects.toMatchObject({ code: 'engine-failed' })
    await expect(pull(never, { idleTimeoutMs: 60 })).rejects.toMatchObject({ code: 'engine-failed' })
  })

  it('ends when it is interrupted, and hangs up on the engine', async () => {
    const controller = new AbortController()
    const closed = Promise.withResolvers<string>()
    const begun: Answer = (response) => {
      response.on('close', () => closed.resolve('closed'))
      response.writeHead(200).write('{"status":"Pulling"}\r\n')
      setTimeout(() => controller.abort(), 20)
    }
    await expect(pull(begun, { signal: controller.signal })).rejects.toMatchObject({ code: 'interrupted' })
    await expect(closed.promise).resolves.toBe('closed')
  })
})
