import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { loadNull } from '../../../src/elf/programs.ts'
import { deadlySignal } from '../../../src/emulation/dead-guest.ts'
import { busyboxImage, serverImage } from '../../support/busybox-image.ts'
import { programImage } from '../../support/program-image.ts'
import { docker } from '../../support/engine.ts'
import { amd64, arm64, openEngineFixture, readLog, type EngineFixture, type StarterKind } from './engine-fixture.ts'

const script = (text: string): { readonly entrypoint: readonly string[]; readonly command: readonly string[] } => ({
  entrypoint: ['/bin/sh', '-c'],
  command: [text],
})

const patience = { timeout: 20_000, interval: 20 }

describe.each<StarterKind>(['testcontainers', 'api'])('containers started through %s', (kind) => {
  let fixture: EngineFixture
  let image = ''
  let foreign = ''

  beforeAll(async () => {
    fixture = await openEngineFixture(kind)
    image = await fixture.pull(await serverImage('linux/amd64'), amd64)
    foreign = await fixture.pull(await busyboxImage('linux/arm64'), arm64)
  })
  afterEach(() => fixture.removeContainers())
  afterAll(() => fixture[Symbol.asyncDispose]())

  it('carry the labels they were given, and those of what started them', async () => {
    const container = await fixture.start({ image, platform: amd64 })
    const [found] = await fixture.engine.listContainers(fixture.labels)
    expect(found).toMatchObject({ id: container.id, running: true, labels: fixture.labels })
    expect(found?.labels['org.testcontainers']).toBe(kind === 'testcontainers' ? 'true' : undefined)
    await container.remove()
  })

  it('serve on a port of loopback the engine chose', async () => {
    const container = await fixture.start({ image, platform: amd64, ports: ['8080'] })
    const address = container.address('8080')
    expect(address?.host).toBe(fixture.engine.info.host)
    // The engine's own proxy takes connections before the server does.
    await vi.waitFor(async () => {
      const response = await fetch(`http://${address?.host}:${address?.port}/`)
      expect(await response.text()).toBe('hello from linux/amd64\n')
    }, patience)
    expect(container.address('9090')).toBeUndefined()
    await container.remove()
    expect(await fixture.engine.listContainers(fixture.labels)).toEqual([])
  })

  it('run a foreign platform, and the engine shows by what', async () => {
    const container = await fixture.start({ image: foreign, platform: arm64, ...script('uname -m; sleep 60') })
    const lines: string[] = []
    await new Promise<void>((resolve) => {
      const stop = new AbortController()
      void container
        .followLogs((line) => {
          lines.push(line.text)
          stop.abort()
        }, stop.signal)
        .then(resolve)
    })
    expect(lines).toEqual(['aarch64'])
    await vi.waitFor(async () => expect((await container.processes()).join('\n')).toContain('sleep 60'), patience)
    expect(await container.exec(['/bin/uname', '-m'])).toEqual({ exitCode: 0, stdout: 'aarch64\n', stderr: '' })
    await container.remove()
  })

  it('write both outputs, from the first byte to the last without a line break', async () => {
    const container = await fixture.start({ image, platform: amd64, ...script('echo out; echo err >&2; printf end') })
    await container.wait()
    const lines = await readLog(container)
    expect(lines.map(({ stream, text }) => `${stream} ${text}`).sort()).toEqual([
      'stderr err',
      'stdout end',
      'stdout out',
    ])
    expect(Math.max(...lines.map(({ atMs }) => atMs))).toBeLessThan(60_000)
    await container.remove()
  })

  it('that flood their log are read to the end, and kept to a limit', async () => {
    const flood = 'i=0; while [ $i -lt 10 ]; do cat /bin/busybox; i=$((i+1)); done; echo over'
    const container = await fixture.start({ image, platform: amd64, ...script(flood) })
    const lines = await readLog(container)
    expect(lines.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(1.1 * 1024 * 1024)
    expect(lines.at(-1)?.truncated).toBe(true)
    expect(await container.wait()).toMatchObject({ exitCode: 0 })
    await container.remove()
  })

  it('tell how they ended', async () => {
    const container = await fixture.start({ image, platform: amd64, ...script('exit 3') })
    expect(await container.wait()).toEqual({ exitCode: 3, outOfMemory: false, error: '' })
    expect(await container.state()).toEqual({ running: false, exitCode: 3, outOfMemory: false, error: '' })
    expect(await container.processes()).toEqual([])
    await expect(container.exec(['/bin/uname'])).rejects.toMatchObject({ code: 'engine-failed' })
    await container.remove()
  })

  it('that end before their ports are looked at do not hold up the start', async () => {
    const container = await fixture.start({ image, platform: amd64, ports: ['8080'], ...script('exit 4') })
    expect(await container.wait()).toMatchObject({ exitCode: 4 })
    await container.remove()
  })

  it('that take more memory than they may are told apart from others', async () => {
    const hungry = script('x=x; while :; do x=$x$x$x$x; done')
    const container = await fixture.start({ image, platform: amd64, memoryBytes: 16 * 1024 * 1024, ...hungry })
    expect(await container.wait()).toMatchObject({ exitCode: 137, outOfMemory: true })
    await container.remove()
  })

  it('have their pids limited, their user, their environment and their files', async () => {
    const text =
      'cat /sys/fs/cgroup/pids.max /sys/fs/cgroup/pids/pids.max 2>/dev/null; id -u; echo $GREETING; /probe/hello'
    const container = await fixture.start({
      image,
      platform: amd64,
      pidsLimit: 17,
      user: '1000',
      env: { GREETING: 'good morning' },
      files: [{ path: '/probe/hello', bytes: Buffer.from('#!/bin/sh\necho from a file\n'), mode: 0o755 }],
      ...script(text),
    })
    expect((await readLog(container)).map((line) => line.text)).toEqual(['17', '1000', 'good morning', 'from a file'])
    await container.remove()
  })

  it('take files of the tool into a root that cannot be written, and leave no volume', async () => {
    const files = [{ path: '/.everyarch/hello', bytes: Buffer.from('#!/bin/sh\necho from a file\n'), mode: 0o755 }]
    const text = '/.everyarch/hello; touch /x 2>/dev/null || echo read-only; id -u'
    const request = { image, platform: amd64, isReadOnly: true, user: '12345:0', files, ...script(text) }
    const container = await fixture.start(request)
    expect((await readLog(container)).map((line) => line.text)).toEqual(['from a file', 'read-only', '12345'])
    const format = '{{range .Mounts}}{{.Name}} {{end}}'
    const mounted = (await docker('inspect', '--format', format, container.id)).stdout.trim().split(' ')
    expect(mounted).toEqual([expect.stringMatching(/^[\da-f]{64}$/)])
    await container.remove()
    const left = (await docker('volume', 'ls', '--quiet')).stdout.split('\n')
    expect(left.filter((name) => mounted.includes(name))).toEqual([])
  })

  it('have an init when asked, and are their own first process when not', async () => {
    for (const init of [true, false]) {
      const container = await fixture.start({ image, platform: amd64, init, ...script('echo $$') })
      expect((await readLog(container)).map(({ text }) => text === '1')).toEqual([!init])
      await container.remove()
    }
  })

  it.each([
    ['does not exist', '/nope', 127],
    ['is no program', '/www/index.html', 126],
    ['is a folder', '/www', 126],
  ])('whose entrypoint %s are refused, and gone', async (_, entrypoint, exitCode) => {
    const request = { image, platform: amd64, labels: fixture.labels, entrypoint: [entrypoint] }
    expect(await fixture.engine.startContainer(request)).toMatchObject({
      kind: 'refused',
      exitCode,
      message: expect.stringContaining(entrypoint),
    })
    expect(await fixture.engine.listContainers(fixture.labels)).toEqual([])
  })

  it('whose user does not exist are refused, and gone', async () => {
    const request = { image, platform: amd64, labels: fixture.labels, user: 'nobody-knows' }
    expect(await fixture.engine.startContainer(request)).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('nobody-knows'),
    })
    expect(await fixture.engine.listContainers(fixture.labels)).toEqual([])
  })

  it('of a platform the image is not for are an error, and gone', async () => {
    await expect(fixture.start({ image, platform: arm64 })).rejects.toMatchObject({ code: 'content-missing' })
    expect(await fixture.engine.listContainers(fixture.labels)).toEqual([])
  })

  it('that are interrupted while they start are gone', async () => {
    const starts = Array.from({ length: 3 }, () => {
      const controller = new AbortController()
      const starting = fixture.start({ image, platform: amd64, ports: ['8080'], signal: controller.signal })
      setImmediate(() => controller.abort())
      return starting
    })
    const results = await Promise.allSettled(starts)
    expect(results.map((result) => result.status === 'rejected' && result.reason)).toMatchObject(
      starts.map(() => ({ code: 'interrupted' })),
    )
    expect(await fixture.engine.listContainers(fixture.labels)).toEqual([])
  })

  it('do not wait for a signal they ignore', async () => {
    const container = await fixture.start({
      image,
      platform: amd64,
      ...script("trap '' TERM; echo ready; while :; do sleep 1; done"),
    })
    await container.kill('SIGTERM')
    await container.kill('SIGKILL')
    expect(await container.wait()).toMatchObject({ exitCode: 137 })
    await container.remove()
    await container.remove()
  })

  it('show to engines elsewhere too that a guest is dead although it runs', async () => {
    const dead = await fixture.pull(await programImage('linux/arm64', loadNull()), arm64)
    const container = await fixture.start({ image: dead, platform: arm64 })
    const read = async (): Promise<number | undefined> => deadlySignal(await container.threads())
    await expect.poll(read, { timeout: 20_000 }).toBe(11)
    expect(await container.state()).toMatchObject({ running: true })
    await container.remove()
  })

  it('tell what they use, and who asked to end them', async () => {
    const spin = script('while :; do :; done')
    const container = await fixture.start({ image, platform: amd64, memoryBytes: 2 ** 26, pidsLimit: 32, ...spin })
    const busy = async (): Promise<number> => (await container.usage()).cpuMs
    await expect.poll(busy, { timeout: 20_000 }).toBeGreaterThan(20)
    expect(await container.usage()).toMatchObject({ memoryLimitBytes: 2 ** 26, processes: 1, processLimit: 32 })
    expect(await container.receivedSignals()).toEqual([])
    await container.kill('SIGKILL')
    expect(await container.receivedSignals()).toEqual(['9'])
    await container.remove()
  })

  it('run commands, which may fail in every way', async () => {
    const container = await fixture.start({ image, platform: amd64 })
    expect(await container.exec(['/bin/sh', '-c', 'echo out; echo err >&2; exit 5'])).toEqual({
      exitCode: 5,
      stdout: 'out\n',
      stderr: 'err\n',
    })
    expect(await container.exec(['/bin/id', '-u'], { user: '1234' })).toMatchObject({ stdout: '1234\n' })
    expect(await container.exec(['/nope'])).toMatchObject({ exitCode: 127 })
    expect(await container.exec(['/www/index.html'])).toMatchObject({ exitCode: 126 })
    expect(
      (await container.exec(['/bin/sh', '-c', 'cat /bin/busybox /bin/busybox'])).stdout.length,
    ).toBeLessThanOrEqual(1024 * 1024)
    await expect(container.exec(['/bin/sleep', '60'], { timeoutMs: 300 })).rejects.toMatchObject({
      code: 'deadline-exceeded',
    })
    await container.remove()
  })
})
