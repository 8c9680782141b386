import { describe, expect, it } from 'vitest'
import type { StartedContainer } from '../../../src/engine/engine.ts'
import { empty, events, inTurn, json, startFakeEngine, status, type Answer } from './fake-engine.ts'

const inspected = json({ State: { Running: true, Pid: 4711 }, NetworkSettings: { Ports: {} } })

async function withContainer(
  routes: Readonly<Record<string, Answer>>,
  use: (container: StartedContainer) => Promise<void>,
): Promise<void> {
  await using fake = await startFakeEngine({
    'POST /containers/create': json({ Id: 'c1' }, 201),
    'POST /containers/*/start': empty,
    'GET /containers/*/json': inspected,
    'DELETE /containers/*': empty,
    ...routes,
  })
  const engine = await fake.open()
  const started = await engine.startContainer({ image: 'registry.example/app@sha256:1', labels: {} })
  if (started.kind !== 'started') throw new Error(started.message)
  await use(started.container)
}

describe('the threads of a container', () => {
  const titles = ['PID', 'BLOCKED', 'CAUGHT', 'IGNORED']

  it('are those of its first process', async () => {
    const processes = [
      ['4711', 'fffffffe7ffbfaff', 'ffffffff7780faff', '0000000000000000'],
      ['4711', 'fffffffe7ffbfa77', 'ffffffff7780faff', '0000000000000000'],
      ['4712', '0000000000000000', '0000000000000000', '0000000000000000'],
    ]
    const top: Answer = (response, asked) => {
      expect(asked.query.get('ps_args')).toBe('-L -o pid,blocked,caught,ignored')
      json({ Titles: titles, Processes: processes })(response, asked)
    }
    await withContainer({ 'GET /containers/*/top': top }, async (container) => {
      expect(await container.threads()).toEqual([
        { blocked: 0xfffffffe7ffbfaffn, caught: 0xffffffff7780faffn, ignored: 0n },
        { blocked: 0xfffffffe7ffbfa77n, caught: 0xffffffff7780faffn, ignored: 0n },
      ])
    })
  })

  it('are none where ps shows something else', async () => {
    const top = json({ Titles: ['PID', 'USER'], Processes: [['4711', 'root']] })
    await withContainer({ 'GET /containers/*/top': top }, async (container) => {
      expect(await container.threads()).toEqual([])
    })
  })
})

describe('what a container uses', () => {
  const cpu = { cpu_usage: { total_usage: 1_500_000_000 } }

  it.each([
    ['1', { total_inactive_file: 100, inactive_file: 1 }],
    ['2', { inactive_file: 100 }],
  ])('is told by engines with control groups of version %s', async (_, stats) => {
    const memory = { usage: 1100, limit: 2000, stats }
    const usage = json({ cpu_stats: cpu, memory_stats: memory, pids_stats: { current: 3, limit: 64 } })
    await withContainer({ 'GET /containers/*/stats': usage }, async (container) => {
      expect(await container.usage()).toEqual({
        cpuMs: 1500,
        memoryBytes: 1000,
        memoryLimitBytes: 2000,
        processes: 3,
        processLimit: 64,
      })
    })
  })

  it('has no limit where the engine names one that no host reaches', async () => {
    const huge = json({ memory_stats: { usage: 5, limit: 2 ** 63 }, pids_stats: { current: 1, limit: 2 ** 64 } })
    await withContainer({ 'GET /containers/*/stats': huge }, async (container) => {
      expect(await container.usage()).toEqual({ cpuMs: 0, memoryBytes: 5, processes: 1 })
    })
  })
})

describe('the signals the engine was asked to send', () => {
  it('are those of its events', async () => {
    const answer: Answer = (response, { query }) => {
      expect(JSON.parse(query.get('filters') ?? '')).toEqual({
        type: ['container'],
        container: ['c1'],
        event: ['kill'],
      })
      for (const signal of ['15', '9']) response.write(`${JSON.stringify({ Actor: { Attributes: { signal } } })}\n`)
      response.end()
    }
    await withContainer({ 'GET /events': answer }, async (container) => {
      expect(await container.receivedSignals()).toEqual(['15', '9'])
    })
  })

  it('are an error where it keeps none', async () => {
    await withContainer({ 'GET /events': status(501, 'no events') }, async (container) => {
      await expect(container.receivedSignals()).rejects.toMatchObject({ code: 'engine-failed' })
    })
  })
})

describe('a command in a container', () => {
  it('is waited for where its output ended before it', async () => {
    const looks = inTurn(json({ Running: true, ExitCode: null }), json({ Running: false, ExitCode: 5 }))
    const routes = {
      'POST /containers/*/exec': json({ Id: 'e'.repeat(64) }),
      'POST /exec/*/start': events(),
      'GET /exec/*/json': looks,
    }
    await withContainer(routes, async (container) => {
      expect(await container.exec(['true'])).toEqual({ exitCode: 5, stdout: '', stderr: '' })
    })
  })

  it('is run again where the runtime could not put it there', async () => {
    const said = 'OCI runtime exec failed: exec failed: error executing setns process: exit status 1\n'
    const head = Buffer.from([1, 0, 0, 0, 0, 0, 0, said.length])
    const failed: Answer = (response) => response.writeHead(200).end(Buffer.concat([head, Buffer.from(said)]))
    const routes = {
      'POST /containers/*/exec': json({ Id: 'e'.repeat(64) }),
      'POST /exec/*/start': inTurn(failed, failed, events()),
      'GET /exec/*/json': inTurn(json({ ExitCode: 128 }), json({ ExitCode: 128 }), json({ ExitCode: 0 })),
    }
    await withContainer(routes, async (container) => {
      expect(await container.exec(['true'])).toEqual({ exitCode: 0, stdout: '', stderr: '' })
    })
  })
})
