import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { entrypointNotExecutable } from '../../support/acceptance/broken-entrypoints.ts'
import { checkRow } from '../../support/acceptance/check-row.ts'
import { segfault } from '../../support/acceptance/crashes.ts'
import { loop } from '../../support/acceptance/hangs.ts'
import { pushPair } from '../../support/acceptance/pair.ts'
import type { AcceptanceRow } from '../../support/acceptance/row.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { docker, findLeftovers, removeImages } from '../../support/engine.ts'
import { parseStdout, runEveryarch, startEveryarch } from '../../support/everyarch.ts'
import { flaskImage } from '../../support/flask-image.ts'
import { bringDown, bringUp, hostsOf, mustComeUp } from '../../support/second-engine.ts'

const registry = openDistributionRegistry()
const flask = await flaskImage()
const engine = await bringUp('podman-engine')
afterAll(() => bringDown('podman-engine'))

const http = ['--http', '8080']
const rows: readonly AcceptanceRow[] = [
  {
    title: 'a good image with a ps of its own',
    make: (images) => pushPair(images, 'podman', serverImage),
    flags: http,
    exitCode: 0,
  },
  { title: 'an entrypoint that may not be executed', make: entrypointNotExecutable, flags: http, exitCode: 1 },
  {
    title: 'a crash under emulation',
    make: segfault,
    flags: http,
    exitCode: 4,
    codes: ['run/crash'],
    verdicts: { 'linux/amd64': 'passed' },
  },
]

it('the service of Podman comes up where it can', () => {
  if (mustComeUp()) expect(engine).toEqual({ host: expect.stringMatching(/^unix:\/\/.*podman\.sock$/) })
  else expect(engine).toEqual({ obstacle: expect.stringContaining('this is not root') })
})

describe.each(hostsOf(engine))('on the engine at %s', (host) => {
  const dockerHost = process.env['DOCKER_HOST']
  beforeAll(() => {
    process.env['DOCKER_HOST'] = host
  })

  it('doctor and plan say that it is Podman', async () => {
    const doctor = await runEveryarch(['doctor', '--json', '--platform', 'linux/amd64,linux/arm64'])
    const message = expect.stringMatching(/^Podman \d+\.\d+\.\d+ at .*, podman image store$/)
    expect(parseStdout(doctor)).toMatchObject({
      checks: expect.arrayContaining([expect.objectContaining({ name: 'engine', status: 'ok', message })]),
    })
    const plan = await runEveryarch(['plan', flask, '--json'])
    expect(parseStdout(plan)).toMatchObject({ engines: [{ product: 'podman', imageStore: 'podman' }] })
  })

  it('the Flask example passes on every platform, and nothing is left', async () => {
    const result = await runEveryarch(['verify', flask, '--http', '5000', '--json', '--remove-images'])
    expect(result.exitCode, result.stderr).toBe(0)
    const passed = { verdict: 'passed', health: { url: '/', status: 200 } }
    const engineVersion = expect.stringMatching(/^Podman \d/)
    expect(parseStdout(result)).toMatchObject({
      verdict: 'passed',
      platforms: [
        { platform: 'linux/amd64', uname: 'x86_64', execution: { kind: 'native', engineVersion }, ...passed },
        { platform: 'linux/arm64', uname: 'aarch64', execution: { kind: 'emulated', engineVersion }, ...passed },
        { platform: 'linux/arm/v7', uname: 'armv7l', execution: { kind: 'emulated', engineVersion }, ...passed },
      ],
    })
    expect(await findLeftovers()).toEqual([])
  })

  it.each(rows)('verify says what is true of $title', (row) => checkRow('verify', row, registry))

  it('runs one platform where another engine runs the other', async () => {
    const { reference } = await pushPair(registry, 'two-engines', serverImage)
    const flags = [...http, '--json', '--remove-images', '--engine', `linux/arm64=${host}`]
    const result = await runEveryarch(['verify', reference, ...flags], { env: { DOCKER_HOST: dockerHost } })
    expect(parseStdout(result)).toMatchObject({
      verdict: 'passed',
      platforms: [
        { platform: 'linux/amd64', execution: { engineVersion: expect.stringMatching(/^Docker /) } },
        { platform: 'linux/arm64', execution: { engine: host, engineVersion: expect.stringMatching(/^Podman /) } },
      ],
    })
  })

  it('a run that is interrupted while it pulls leaves nothing', async () => {
    await using running = startEveryarch(['verify', flask, '--http', '5000', '--remove-images'])
    await running.waitForOutput(/pulling/)
    running.kill('SIGINT')
    expect(await running.finished).toMatchObject({ exitCode: 130 })
    expect(await findLeftovers()).toEqual([])
  })

  it('interrupted while containers run it leaves nothing, and clean removes what a killed run left', async () => {
    const { reference, repository } = await loop(registry)
    const flags = ['verify', reference, ...http, '--timeout', '60s']
    await using killed = startEveryarch(flags)
    await killed.waitForOutput(/linux\/arm64: starting/)
    await expect.poll(() => findLeftovers(killed.pid), { timeout: 20_000 }).not.toEqual([])
    killed.kill('SIGKILL')
    await killed.finished
    await using interrupted = startEveryarch([...flags, '--remove-images'])
    await interrupted.waitForOutput(/linux\/arm64: starting/)
    await expect.poll(() => findLeftovers(interrupted.pid), { timeout: 20_000 }).not.toEqual([])
    interrupted.kill('SIGINT')
    expect((await interrupted.finished).exitCode).toBe(130)
    expect(await findLeftovers(interrupted.pid)).toEqual([])

    const cleaned = await runEveryarch(['clean', '--json'])
    expect(parseStdout(cleaned)).toMatchObject({
      removed: expect.arrayContaining([expect.objectContaining({ kind: 'container' })]),
    })
    expect(await findLeftovers()).toEqual([])
    await removeImages(repository)
  })

  it('holds no image any more, and is gone when it is brought down', async () => {
    expect((await docker('image', 'ls', '--all', '--quiet')).stdout).toBe('')
    await bringDown('podman-engine')
    const traces = [host.replace('unix://', ''), '/sys/class/net/everyarch-p0', '/sys/fs/cgroup/pids/libpod_parent']
    expect(traces.filter((path) => existsSync(path))).toEqual([])
  })
})
