import { randomBytes } from 'node:crypto'
import { mkdtempDisposable } from 'node:fs/promises'
import { hostname, release, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { answerHttp } from '../../../src/elf/http-program.ts'
import type { RunReport } from '../../../src/report/report.ts'
import { pushPair } from '../../support/acceptance/pair.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { findLeftovers } from '../../support/engine.ts'
import { runEveryarch } from '../../support/everyarch.ts'
import { refuse } from '../../support/hostile-registry.ts'
import { appImage, programFor } from '../../support/program-image.ts'
import { type StaticRegistry, startStaticRegistry } from '../../support/static-registry.ts'
import { passOn, type Refusal, startFrontRegistry } from './front-registry.ts'
import { openAlteredEngine } from './given-engine.ts'
import { expectProblem, type Problem } from './problem.ts'

async function openRegistry(): Promise<StaticRegistry> {
  const registry = await startStaticRegistry()
  onTestFinished(() => registry[Symbol.asyncDispose]())
  return registry
}

/** Verifies a good image whose registry answers the audit, and then the engine like this. */
async function verifyBehind(refusal: Refusal, problem: Problem): Promise<RunReport> {
  const registry = await openRegistry()
  const { reference } = await pushPair(registry, 'pull', serverImage)
  await using front = await startFrontRegistry(registry.address, refusal)
  const image = reference.replace(registry.address, front.address)
  const result = await runEveryarch(['verify', image, '--http', '8080', '--json'])
  expect(await findLeftovers(result.pid)).toEqual([])
  return expectProblem(result, problem)
}

const failed = { exitCode: 3, code: 'pull-failed' } as const

describe('a registry that fails between the audit and the pull', () => {
  const both = /^linux\/amd64, linux\/arm64: the engine could not pull .*/

  it.each<readonly [string, Refusal, Problem]>([
    [
      'cuts connections',
      (_, response) => response.destroy(),
      { ...failed, says: new RegExp(`${both.source}EOF`), hints: /the engine reaches registries by its own network/ },
    ],
    [
      'is broken',
      (_, response) => refuse(response, 503, 'UNAVAILABLE'),
      { ...failed, says: new RegExp(`${both.source}503`), hints: /try again later/ },
    ],
    [
      'wants credentials',
      (_, response) => refuse(response, 401, 'UNAUTHORIZED', { 'www-authenticate': 'Basic realm="test"' }),
      { exitCode: 3, code: 'registry-denied', says: both, hints: /docker login/ },
    ],
    [
      'has had enough',
      (_, response) => refuse(response, 429, 'TOOMANYREQUESTS'),
      { exitCode: 3, code: 'registry-rate-limited', says: both, hints: /docker login raises the limit; or wait/ },
    ],
  ])('and %s leaves what the audit found', async (_, refusal, problem) => {
    const { platforms } = await verifyBehind(refusal, problem)
    const audited = { verdict: 'unverified', sizeBytes: expect.any(Number) }
    expect(platforms).toMatchObject([
      { platform: 'linux/amd64', ...audited },
      { platform: 'linux/arm64', ...audited },
    ])
  })
})

describe('a registry that cuts off a layer half-way', () => {
  it('keeps one platform from being proven, and harms no other', async () => {
    const registry = await openRegistry()
    const content = await pushPair(registry, 'half-way', (platform) =>
      // Of no other image: what the engine holds already is not pulled.
      appImage(platform, [
        { path: '/app', bytes: programFor(platform, answerHttp({ port: 8080, body: 'hello\n' })), mode: 0o755 },
        { path: '/data', bytes: randomBytes(2 * 1024 * 1024), mode: 0o644 },
      ]),
    )
    const [largest] = (content.content.children[1]?.blobs ?? []).toSorted((a, b) => b.bytes.length - a.bytes.length)
    if (largest === undefined) throw new Error('no layer')
    await using front = await startFrontRegistry(registry.address, (request, response) => {
      if (!request.path.endsWith(largest.digest)) return void passOn(registry.address, request, response)
      response.writeHead(200, { 'content-length': largest.bytes.length })
      response.write(largest.bytes.subarray(0, largest.bytes.length / 2), () => response.destroy())
    })
    const image = content.reference.replace(registry.address, front.address)
    const result = await runEveryarch(['verify', image, '--http', '8080', '--json', '--remove-images'])
    const says = /^linux\/arm64: the engine could not pull /
    const report = expectProblem(result, { ...failed, says, hints: /./ })
    expect(report.platforms).toMatchObject([
      { platform: 'linux/amd64', verdict: 'passed' },
      { platform: 'linux/arm64', verdict: 'unverified', findings: [] },
    ])
    expect(await findLeftovers(result.pid)).toEqual([])
  })
})

describe('an image that does not fit on the disk of the engine', () => {
  it('is not pulled, and that is said with how much there is', async () => {
    const { reference } = await pushPair(await openRegistry(), 'large', serverImage)
    await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-engine-'))
    const path = join(folder.path, 'docker.sock')
    // An engine of this very kernel, whose disk is full: every kernel has such a one.
    const here = { Name: hostname(), KernelVersion: release(), MemTotal: totalmem(), DockerRootDir: '/proc' }
    await using _ = await openAlteredEngine(path, { info: (info) => ({ ...info, ...here }) })
    const flags = ['verify', reference, '--http', '8080', '--json']
    const result = await runEveryarch(flags, { env: { DOCKER_HOST: `unix://${path}` } })
    const report = expectProblem(result, {
      exitCode: 3,
      code: 'disk-full',
      says: /^linux\/amd64, linux\/arm64: the image needs about \d+ MiB on \/proc, which has 0 MiB free/,
      hints: /docker system prune/,
    })
    expect(report.platforms.map(({ verdict }) => verdict)).toEqual(['unverified', 'unverified'])
    expect(await findLeftovers(result.pid)).toEqual([])
  })
})
