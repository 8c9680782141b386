import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { processLabel } from '../../../src/engine/labels.ts'
import { parseRunReport } from '../../../src/report/parse.ts'
import { entrypointNotExecutable } from '../../support/acceptance/broken-entrypoints.ts'
import { checkRow } from '../../support/acceptance/check-row.ts'
import { segfault } from '../../support/acceptance/crashes.ts'
import { hostileApplication } from '../../support/acceptance/hostile-applications.ts'
import { goodTenPlatforms } from '../../support/acceptance/good-ten-platforms.ts'
import { pushPair } from '../../support/acceptance/pair.ts'
import type { AcceptanceRow } from '../../support/acceptance/row.ts'
import { scratchWithoutShell } from '../../support/acceptance/scratch-without-shell.ts'
import { buildContext, busyboxStage, serverEnd } from '../../support/build-context.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { docker, findLeftovers, removeImages } from '../../support/engine.ts'
import { parseStdout, runEveryarch, startEveryarch } from '../../support/everyarch.ts'
import { flaskImage } from '../../support/flask-image.ts'
import { bringDown, bringUp, hostsOf, mustComeUp, restart } from '../../support/second-engine.ts'

const registry = openDistributionRegistry()
const flask = await flaskImage()
const engine = await bringUp('classic-engine')
afterAll(() => bringDown('classic-engine'))

const http = ['--http', '8080']
const rows: readonly AcceptanceRow[] = [
  { title: 'ten good platforms', make: goodTenPlatforms, flags: http, exitCode: 0, attestations: 10 },
  { title: 'one static program and no shell', make: scratchWithoutShell, flags: http, exitCode: 0 },
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

async function countRunning(pid: number): Promise<number> {
  const { stdout } = await docker('ps', '--quiet', '--filter', `label=${processLabel}=${pid}`)
  return stdout.split('\n').filter((id) => id !== '').length
}

it('an engine with the classic image store comes up where it can', () => {
  if (mustComeUp()) expect(engine).toEqual({ host: expect.stringMatching(/^unix:\/\/.*docker\.sock$/) })
  else expect(engine).toEqual({ obstacle: expect.stringContaining('this is not root') })
})

describe.each(hostsOf(engine))('on the engine at %s', (host) => {
  beforeAll(() => {
    process.env['DOCKER_HOST'] = host
  })

  it('doctor and plan say that it is classic', async () => {
    expect((await docker('info', '--format', '{{.Driver}}')).stdout).toBe('overlay2\n')
    const doctor = await runEveryarch(['doctor', '--json'])
    const message = expect.stringMatching(/, classic image store$/)
    expect(parseStdout(doctor)).toMatchObject({
      checks: expect.arrayContaining([expect.objectContaining({ name: 'engine', status: 'ok', message })]),
    })
    const { reference } = await pushPair(registry, 'classic', serverImage)
    const plan = await runEveryarch(['plan', reference])
    expect(plan).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/\(linux\/\w+, classic image store\)/) })
  })

  it.each(rows)('verify says what is true of $title', (row) => checkRow('verify', row, registry))

  it('the Flask example passes on every platform, and nothing is left', async () => {
    const result = await runEveryarch(['verify', flask, '--http', '5000', '--json', '--remove-images'])
    expect(result.exitCode, result.stderr).toBe(0)
    const passed = { verdict: 'passed', health: { url: '/', status: 200 } }
    expect(parseStdout(result)).toMatchObject({
      verdict: 'passed',
      platforms: [
        { platform: 'linux/amd64', ...passed },
        { platform: 'linux/arm64', ...passed },
        { platform: 'linux/arm/v7', ...passed },
      ],
    })
    expect(await findLeftovers()).toEqual([])
  })

  it('an image of one platform is built and verified in its store, and nothing is left', async () => {
    await using context = await buildContext({ Dockerfile: `${busyboxStage}RUN echo made > /made\n${serverEnd}` })
    const flags = ['--platform', 'linux/arm64', '--http', '8080', '--json']
    const result = await runEveryarch(['verify', '--build', context.path, ...flags])
    expect(result.exitCode, result.stderr).toBe(0)
    const report = parseRunReport(parseStdout(result))
    expect(report).toMatchObject({ image: { reference: `build:${context.path}` }, builds: [{ staging: 'engine' }] })
    expect((await docker('image', 'ls', '--quiet', 'everyarch-build')).stdout).toBe('')
    const several = await runEveryarch(['verify', '--build', context.path, '--platform', 'linux/amd64,linux/arm64'])
    expect(several.exitCode).toBe(3)
    expect(several.stderr).toContain('make one that builds several: everyarch builder create --use')
  })

  it('a run that is interrupted while it pulls leaves nothing', async () => {
    await using running = startEveryarch(['verify', flask, '--http', '5000', '--remove-images'])
    await running.waitForOutput(/pulling/)
    running.kill('SIGINT')
    expect(await running.finished).toMatchObject({ exitCode: 130 })
    expect(await findLeftovers()).toEqual([])
  })

  it('a run whose engine is restarted says so, and nothing is left once the engine is back', async () => {
    const { reference, repository } = await hostileApplication(registry, 'never serves and ends when it is asked to')
    await using running = startEveryarch(['verify', reference, ...http, '--json', '--timeout', '60s'])
    await expect.poll(() => countRunning(running.pid), { timeout: 20_000 }).toBeGreaterThan(1)
    await restart('classic-engine')
    const result = await running.finished
    expect(result.exitCode, result.stderr).toBe(3)
    const report = parseRunReport(parseStdout(result))
    // Which comes first is up to the engine: the end of what it runs, or its own.
    expect(report.errors).toMatchObject([{ code: expect.stringMatching(/^engine-(?:absent|failed)$/) }])
    expect(report.platforms.map(({ verdict }) => verdict)).toEqual(['unverified', 'unverified'])
    expect(report.platforms.flatMap(({ findings }) => findings)).toEqual([])
    expect(await findLeftovers()).toEqual([])
    await removeImages(repository)
  })

  it('holds no image any more', async () => {
    expect((await docker('image', 'ls', '--all', '--quiet')).stdout).toBe('')
  })
})
