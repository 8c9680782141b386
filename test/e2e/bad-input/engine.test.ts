import { mkdtempDisposable } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { processLabel } from '../../../src/engine/labels.ts'
import type { RunReport } from '../../../src/report/report.ts'
import { loop, loopEverywhere } from '../../support/acceptance/hangs.ts'
import { pushPair } from '../../support/acceptance/pair.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { docker, findLeftovers, removeImages } from '../../support/engine.ts'
import { runEveryarch, startEveryarch } from '../../support/everyarch.ts'
import type { PushedImage } from '../../support/image-registry.ts'
import type { ProcessResult } from '../../support/run-process.ts'
import { openFragileEngine } from './given-engine.ts'
import { expectProblem, type Problem } from './problem.ts'
import { runAsStranger } from './stranger.ts'

const registry = openDistributionRegistry()
let pair: PushedImage
beforeAll(async () => {
  pair = await pushPair(registry, 'no-engine', serverImage)
})

/** What the registry says of the image is told all the same. */
function expectAudited(report: RunReport): void {
  expect(report.image).toMatchObject({ reference: pair.reference, digest: pair.digest })
  const audited = { execution: { kind: 'none' }, verdict: 'unverified', sizeBytes: expect.any(Number) }
  expect(report.platforms).toMatchObject([
    { platform: 'linux/amd64', ...audited },
    { platform: 'linux/arm64', ...audited },
  ])
}

async function verifyAt(host: string, flags: readonly string[] = []): Promise<ProcessResult> {
  return runEveryarch(['verify', pair.reference, '--json', ...flags], { env: { DOCKER_HOST: host } })
}

/** The path of a socket in a folder of its own, that goes when the test is over. */
async function socketPath(): Promise<string> {
  const folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-engine-'))
  onTestFinished(() => folder.remove())
  return join(folder.path, 'docker.sock')
}

async function listenAt(server: Server): Promise<string> {
  const path = await socketPath()
  await new Promise<void>((resolve) => void server.listen(path, resolve))
  onTestFinished(() => void server.close())
  return path
}

const absent = {
  exitCode: 3,
  code: 'engine-absent',
  says: /no container engine answers/,
  hints: /start Docker/,
} as const

describe('without an engine', () => {
  it('an image is audited, and unverified', async () => {
    const result = await verifyAt(`unix://${await socketPath()}`)
    expectAudited(expectProblem(result, { ...absent, says: /DOCKER_HOST: unix:\/\/.*does not exist/ }))
  })

  it('what is proven to be wrong is failed all the same', async () => {
    const result = await verifyAt('tcp://127.0.0.1:9', ['--require', 'linux/s390x'])
    const report = expectProblem(result, { ...absent, exitCode: 1, says: /nothing listens there/ })
    expect(report.verdict).toBe('failed')
    expect(report.findings.map(({ code }) => code)).toContain('index/platform-missing')
  })

  it.each(['plan', 'clean', 'doctor'])('%s ends with 3 and says so', async (verb) => {
    const args = verb === 'plan' ? [verb, pair.reference] : [verb]
    const result = await runEveryarch(args, { env: { DOCKER_HOST: 'tcp://127.0.0.1:9' } })
    expect(result.exitCode).toBe(3)
    expect(result.stdout + result.stderr).toMatch(/no container engine answers.*hint: start Docker/s)
  })

  it('platforms and inspect need none', async () => {
    const options = { env: { DOCKER_HOST: 'tcp://127.0.0.1:9' } }
    for (const verb of ['platforms', 'inspect']) {
      expect(await runEveryarch([verb, pair.reference], options)).toMatchObject({ exitCode: 0, stderr: '' })
    }
  })
})

/** How many containers of a process run at the engine. */
async function countRunning(pid: number): Promise<number> {
  return (await findLeftovers(pid)).filter((line) => line.includes(' Up ')).length
}

describe('an engine', () => {
  const denied: Problem = {
    exitCode: 3,
    code: 'engine-denied',
    says: /no permission to use the engine at unix:\/\//,
    hints: /docker group/,
  }

  it('that this user may not use is denied', async () => {
    const path = await listenAt(createServer((socket) => void socket.destroy()))
    const result = await runAsStranger(['verify', pair.reference, '--json'], path)
    expectAudited(expectProblem(result, denied))
  })

  it('that does not answer holds nobody up longer than the deadline', async () => {
    const path = await listenAt(createServer((socket) => void socket.resume()))
    const result = await verifyAt(`unix://${path}`, ['--deadline', '1s'])
    const problem = {
      exitCode: 3,
      code: 'deadline-exceeded',
      says: /did not end within 1 s/,
      hints: /--deadline/,
    } as const
    expectAudited(expectProblem(result, problem))
  })

  it('that does not answer holds up nobody who interrupts', async () => {
    const asked = Promise.withResolvers<undefined>()
    const server = createServer((socket) => {
      socket.resume()
      asked.resolve(undefined)
    })
    const path = await listenAt(server)
    await using running = startEveryarch(['doctor'], { env: { DOCKER_HOST: `unix://${path}` } })
    await asked.promise
    running.kill('SIGINT')
    const interrupted = expect.stringContaining('error: interrupted by SIGINT')
    expect(await running.finished).toMatchObject({ exitCode: 130, stdout: '', stderr: interrupted })
  })

  it('that is none says so', async () => {
    const path = await listenAt(createHttpServer((_, response) => response.writeHead(404).end('<h1>not here</h1>')))
    const result = await verifyAt(`unix://${path}`)
    expectAudited(expectProblem(result, { ...absent, says: /404/ }))
  })

  it.each([
    ['bogus://engine', /"bogus:\/\/engine" is not an engine's address/, /tcp:\/\/host:port/],
    ['tcp://', /is not an engine's address/, /tcp:\/\/host:port/],
  ])('at %s is a wrong request', async (host, says, hints) => {
    expectProblem(await verifyAt(host), { exitCode: 2, code: 'config-invalid', says, hints })
  })

  it('of a Docker context that does not exist is a wrong request', async () => {
    const result = await runEveryarch(['verify', pair.reference, '--json', '--engine', 'nowhere'])
    const says = /no Docker context "nowhere"/
    expectProblem(result, { exitCode: 2, code: 'config-invalid', says, hints: /docker context ls/ })
  })

  it('that vanishes while containers run ends the run, and clean removes what it had to leave', async () => {
    const { reference, repository } = await loopEverywhere(registry)
    const path = await socketPath()
    await using engine = await openFragileEngine(path)
    const flags = ['verify', reference, '--http', '8080', '--json']
    await using running = startEveryarch(flags, { env: { DOCKER_HOST: `unix://${path}` } })
    await running.waitForOutput(/linux\/arm64: starting/)
    await expect.poll(() => countRunning(running.pid), { timeout: 20_000 }).toBeGreaterThan(1)
    engine.vanish()
    const problem = {
      exitCode: 3,
      code: 'engine-absent',
      says: /docker\.sock/,
      hints: /once the engine answers again, run everyarch clean/,
    } as const
    const report = expectProblem(await running.finished, problem)
    expect(report.platforms.map(({ verdict }) => verdict)).toEqual(['unverified', 'unverified'])
    expect(await findLeftovers(running.pid)).not.toEqual([])
    const cleaned = await runEveryarch(['clean'])
    expect(cleaned.exitCode, cleaned.stderr).toBe(0)
    expect(await findLeftovers(running.pid)).toEqual([])
    await removeImages(repository)
  })

  it('that is restarted while containers run ends the run, and nothing is left once it is back', async () => {
    const { reference, repository } = await loopEverywhere(registry)
    onTestFinished(() => removeImages(repository))
    const path = await socketPath()
    await using engine = await openFragileEngine(path)
    const flags = ['verify', reference, '--http', '8080', '--json']
    await using running = startEveryarch(flags, { env: { DOCKER_HOST: `unix://${path}` } })
    await running.waitForOutput(/linux\/arm64: starting/)
    await expect.poll(() => countRunning(running.pid), { timeout: 20_000 }).toBeGreaterThan(1)
    engine.vanish()
    // As its own end does to what it runs.
    const ofRun = ['--quiet', '--filter', `label=${processLabel}=${running.pid}`]
    const ids = (await docker('ps', ...ofRun)).stdout.split('\n').filter((id) => id !== '')
    await docker('kill', '--signal', 'KILL', ...ids)
    await engine.comeBack()
    const report = expectProblem(await running.finished, {
      exitCode: 3,
      code: 'engine-absent',
      says: /docker\.sock/,
      hints: /everyarch clean/,
    })
    expect(report.platforms.map(({ verdict }) => verdict)).toEqual(['unverified', 'unverified'])
    expect(report.platforms.flatMap(({ findings }) => findings)).toEqual([])
    expect(await findLeftovers(running.pid)).toEqual([])
  })

  it('that is told by someone else to end a container says nothing of the image', async () => {
    const { reference, repository } = await loop(registry)
    onTestFinished(() => removeImages(repository))
    await using running = startEveryarch(['verify', reference, '--platform', 'linux/arm64', '--http', '8080', '--json'])
    await running.waitForOutput(/linux\/arm64: starting/)
    const ofRun = ['--quiet', '--filter', `label=${processLabel}=${running.pid}`]
    const list = async (): Promise<string> => (await docker('ps', ...ofRun)).stdout.trim()
    await expect.poll(list, { timeout: 20_000 }).toMatch(/^\w+$/)
    await docker('kill', '--signal', 'TERM', await list())
    const says = /^linux\/arm64: its container was ended from outside: the engine was asked to send it SIGTERM/
    const problem = { exitCode: 3, code: 'engine-failed', says, hints: /run again/ } as const
    const report = expectProblem(await running.finished, problem)
    expect(report.platforms.flatMap(({ findings }) => findings)).toEqual([])
    expect(await findLeftovers(running.pid)).toEqual([])
  })
})
