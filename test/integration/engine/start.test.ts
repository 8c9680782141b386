import { describe, expect, it } from 'vitest'
import type { ContainerRequest, LogLine, StartedContainer } from '../../../src/engine/engine.ts'
import { empty, inTurn, json, never, startFakeEngine, status, type Answer, type FakeEngine } from './fake-engine.ts'

const request: ContainerRequest = {
  image: 'registry.example/app@sha256:1',
  platform: { os: 'linux', architecture: 'arm64' },
  labels: { 'org.everyarch.run': 'r1' },
}
const running = { Running: true, ExitCode: 0, StartedAt: '2026-01-01T00:00:00Z' }
const inspected = (state: object, ports: object = {}): Answer =>
  json({ State: state, NetworkSettings: { Ports: ports } })
const good = {
  'POST /containers/create': json({ Id: 'c1' }, 201),
  'POST /containers/*/start': empty,
  'PUT /containers/*/archive': empty,
  'GET /containers/*/json': inspected(running),
  'DELETE /containers/*': empty,
}

async function start(
  routes: Readonly<Record<string, Answer>>,
  more: Partial<ContainerRequest> = {},
): Promise<{ readonly fake: FakeEngine; readonly result: unknown }> {
  const fake = await startFakeEngine({ ...good, ...routes })
  try {
    const engine = await fake.open()
    const result = await engine.startContainer({ ...request, ...more }).catch((error: unknown) => error)
    return { fake, result }
  } finally {
    await fake[Symbol.asyncDispose]()
  }
}

function removals(fake: FakeEngine): number {
  return fake.asked.filter(({ route }) => route === 'DELETE /containers/*').length
}

async function withContainer(
  routes: Readonly<Record<string, Answer>>,
  use: (container: StartedContainer) => Promise<void>,
): Promise<void> {
  await using fake = await startFakeEngine({ ...good, ...routes })
  const engine = await fake.open()
  const started = await engine.startContainer({ ...request, ports: ['5000'] })
  if (started.kind !== 'started') throw new Error(started.message)
  await use(started.container)
}

describe('a container that is asked for', () => {
  it('has the limits, the labels and nothing else', async () => {
    const { fake } = await start(
      {},
      {
        command: ['serve'],
        env: { A: '1' },
        init: true,
        memoryBytes: 1024,
        pidsLimit: 64,
        ports: ['5000', '53/udp'],
        files: [{ path: '/probe', bytes: Buffer.from('x'), mode: 0o755 }],
      },
    )
    const create = fake.asked.find(({ route }) => route === 'POST /containers/create')
    expect(Object.fromEntries(create?.query ?? [])).toEqual({
      name: expect.stringMatching(/^everyarch-[0-9a-f]{16}$/),
      platform: 'linux/arm64',
    })
    expect(JSON.parse(create?.body ?? '')).toEqual({
      Image: 'registry.example/app@sha256:1',
      Labels: { 'org.everyarch.run': 'r1' },
      Cmd: ['serve'],
      Env: ['A=1'],
      ExposedPorts: { '5000/tcp': {}, '53/udp': {} },
      HostConfig: {
        Init: true,
        Memory: 1024,
        MemorySwap: 1024,
        PidsLimit: 64,
        RestartPolicy: { Name: 'no' },
        LogConfig: { Type: 'json-file', Config: { 'max-size': '32m', 'max-file': '2' } },
        PortBindings: {
          '5000/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }],
          '53/udp': [{ HostIp: '127.0.0.1', HostPort: '' }],
        },
      },
    })
    const routes = fake.asked.map(({ route }) => route)
    expect(routes.indexOf('PUT /containers/*/archive')).toBeLessThan(routes.indexOf('POST /containers/*/start'))
  })

  it.each([
    [127, 'exec: "/nope": stat /nope: no such file or directory', 127],
    [126, 'exec: "/data": permission denied', 126],
    [128, 'exec /app: exec format error', 126],
    [0, 'unable to find user app: no matching entries in passwd file', 126],
  ])('and that the runtime cannot execute (%i, %s) is refused, and removed', async (recorded, said, exitCode) => {
    const { fake, result } = await start({
      'POST /containers/*/start': status(400, said),
      'GET /containers/*/json': inspected({ Running: false, ExitCode: recorded, Error: said }),
    })
    expect(result).toEqual({ kind: 'refused', message: said, exitCode })
    expect(removals(fake)).toBe(1)
  })

  it('of an image without a command is refused', async () => {
    const { result } = await start({ 'POST /containers/create': status(400, 'no command specified') })
    expect(result).toEqual({ kind: 'refused', message: 'no command specified', exitCode: 127 })
  })

  it.each([
    ['driver failed programming external connectivity: iptables: Permission denied', 'engine-failed'],
    ['failed to mount overlay: no space left on device', 'disk-full'],
    [
      'error mounting "/usr/bin/docker-init" to rootfs: stat /usr/bin/docker-init: no such file or directory',
      'engine-failed',
    ],
    ['cgroups: cannot find cgroup mount destination', 'engine-failed'],
  ])('and that the engine cannot start (%s) is an error, and removed', async (said, code) => {
    const { fake, result } = await start({
      'POST /containers/*/start': status(500, said),
      'GET /containers/*/json': inspected({ Running: false, ExitCode: 127, Error: said }),
    })
    expect(result).toMatchObject({ code })
    expect(removals(fake)).toBe(1)
  })

  it('of an image the engine does not hold is an error that names it', async () => {
    const { fake, result } = await start({ 'POST /containers/create': status(404, 'No such image: app') })
    expect(result).toMatchObject({
      code: 'content-missing',
      message: expect.stringContaining('registry.example/app@sha256:1'),
    })
    expect(removals(fake)).toBe(0)
  })

  it('and whose creation breaks off is removed by its name', async () => {
    const { fake, result } = await start({ 'POST /containers/create': (response) => void response.destroy() })
    expect(result).toMatchObject({ code: 'engine-absent' })
    expect(removals(fake)).toBe(1)
  })

  it('and interrupted while it is created or started is removed', async () => {
    for (const route of ['POST /containers/create', 'POST /containers/*/start'] as const) {
      const controller = new AbortController()
      const interrupt: Answer = (response, asked) => {
        controller.abort()
        good[route](response, asked)
      }
      const { fake, result } = await start({ [route]: interrupt }, { signal: controller.signal })
      expect(result).toMatchObject({ code: 'interrupted' })
      expect(removals(fake)).toBe(1)
    }
  })
})

describe('a started container', () => {
  it('has an address for the ports it publishes, and none for others', async () => {
    const ports = { '5000/tcp': [{ HostIp: '127.0.0.1', HostPort: '32768' }], '8080/tcp': null }
    await withContainer({ 'GET /containers/*/json': inspected(running, ports) }, async (container) => {
      expect(container.address('5000')).toEqual({ host: '127.0.0.1', port: 32_768 })
      expect(container.address('8080/tcp')).toBeUndefined()
    })
  })

  it('tells how it ended', async () => {
    const ended = inTurn(inspected(running), inspected({ Running: false, ExitCode: 137, OOMKilled: true, Error: 'x' }))
    const routes = { 'POST /containers/*/wait': json({ StatusCode: 137 }), 'GET /containers/*/json': ended }
    await withContainer(routes, async (container) => {
      expect(await container.wait()).toEqual({ exitCode: 137, outOfMemory: true, error: 'x' })
    })
  })

  it('tells that it ran out of memory where the engine hears of that after its end', async () => {
    const killed = { Running: false, ExitCode: 137, Error: '' }
    const early = inspected({ ...killed, OOMKilled: false })
    const ended = inTurn(inspected(running), early, inspected({ ...killed, OOMKilled: true }))
    const routes = { 'POST /containers/*/wait': json({ StatusCode: 137 }), 'GET /containers/*/json': ended }
    await withContainer(routes, async (container) => {
      expect(await container.wait()).toMatchObject({ exitCode: 137, outOfMemory: true })
    })
    await withContainer(
      { ...routes, 'GET /containers/*/json': inTurn(inspected(running), early) },
      async (container) => {
        expect(await container.wait()).toMatchObject({ exitCode: 137, outOfMemory: false })
      },
    )
  })

  it('that was removed while it was waited for leaves its exit code', async () => {
    const gone = inTurn(inspected(running), status(404, 'No such container'))
    const routes = { 'POST /containers/*/wait': json({ StatusCode: 3 }), 'GET /containers/*/json': gone }
    await withContainer(routes, async (container) => {
      expect(await container.wait()).toEqual({ exitCode: 3, outOfMemory: false, error: '' })
    })
  })

  it('is not waited for longer than its signal says', async () => {
    await withContainer({ 'POST /containers/*/wait': never }, async (container) => {
      await expect(container.wait(AbortSignal.abort())).rejects.toMatchObject({ code: 'interrupted' })
    })
  })

  it('ends its log without an error for whoever stops listening', async () => {
    const controller = new AbortController()
    const lines: LogLine[] = []
    const header = Buffer.from([2, 0, 0, 0, 0, 0, 0, 30])
    const log: Answer = (response) => {
      response.writeHead(200).write(Buffer.concat([header, Buffer.from('2026-01-01T00:00:01Z first\nhalf')]))
    }
    await withContainer({ 'GET /containers/*/logs': log }, async (container) => {
      const onLine = (line: LogLine): void => {
        lines.push(line)
        controller.abort()
      }
      await container.followLogs(onLine, controller.signal)
      expect(lines).toEqual([
        { stream: 'stderr', text: 'first', atMs: 1000 },
        { stream: 'stderr', text: 'hal', atMs: 1000 },
      ])
    })
  })

  it('is followed again from its last lines when the engine loses its place in its log', async () => {
    const frame = (stream: number, text: string): Buffer => {
      const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0])
      header.writeUInt32BE(Buffer.byteLength(text), 4)
      return Buffer.concat([header, Buffer.from(text)])
    }
    const texts = ['first', 'last']
    const tails: (string | null)[] = []
    const log: Answer = (response, { query }) => {
      tails.push(query.get('tail'))
      response.writeHead(200).write(frame(1, `2026-01-01T00:00:01Z ${texts.shift()}\n`))
      response.end(texts.length > 0 ? frame(3, 'Error grabbing logs: no such file\n\n') : undefined)
    }
    const lines: string[] = []
    await withContainer({ 'GET /containers/*/logs': log }, async (container) => {
      await container.followLogs(({ text }) => lines.push(text))
    })
    expect(lines).toEqual(['first', '[the engine lost a part of the log here]', 'last'])
    expect(tails).toEqual(['all', '500'])
  })

  it('that has ended has no processes, and killing it again is fine', async () => {
    const routes = {
      'GET /containers/*/top': status(409, 'container is not running'),
      'POST /containers/*/kill': status(409, 'container is not running'),
    }
    await withContainer(routes, async (container) => {
      expect(await container.processes()).toEqual([])
      await container.kill('SIGKILL')
    })
  })

  it.each([
    [
      'docker',
      ['UID', 'PID', 'CMD'],
      ['root', '1', '/usr/bin/qemu-aarch64 /app serve'],
      '/usr/bin/qemu-aarch64 /app serve',
    ],
    ['podman', ['USER', 'PID', 'COMMAND'], ['root', '1', '/app'], '/app'],
    ['a host with busybox', ['PID', 'USER', 'TIME', 'COMMAND'], ['1', 'root', '0:00', '/app'], '/app'],
  ])('lists its processes as %s has them', async (_, titles, row, line) => {
    await withContainer({ 'GET /containers/*/top': json({ Titles: titles, Processes: [row] }) }, async (container) => {
      expect(await container.processes()).toEqual([line])
    })
  })
})
