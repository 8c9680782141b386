import { mkdtempDisposable, readdir, readlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { pushPair } from '../../support/acceptance/pair.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { docker, removeImages } from '../../support/engine.ts'
import { exampleImage } from '../../support/example-image.ts'
import { parseStdout, runEveryarch, startEveryarch } from '../../support/everyarch.ts'
import type { PushedImage } from '../../support/image-registry.ts'
import { expectProblem } from '../bad-input/problem.ts'

const registry = openDistributionRegistry()
const built = `${registry.address}/docker-daemon/flask`
const pulled: PushedImage[] = []
afterAll(async () => {
  for (const repository of [built, ...pulled.map((image) => image.repository)]) await removeImages(repository)
})

/** An image of two platforms, of which the engine has these. */
async function pull(...platforms: readonly string[]): Promise<PushedImage> {
  const image = await pushPair(registry, 'docker-daemon', serverImage)
  pulled.push(image)
  for (const platform of platforms) await docker('pull', '--quiet', '--platform', platform, image.reference)
  return image
}

async function inspect(...args: readonly string[]) {
  const result = await runEveryarch(['inspect', '--json', ...args])
  return { exitCode: result.exitCode, report: parseStdout(result) }
}

const flask = await exampleImage('flask', `${built}:1`)

describe('an image in an engine with the containerd image store', () => {
  it('has every platform that was built there', async () => {
    const passed = { verdict: 'passed', sizeBytes: expect.any(Number) }
    expect(await inspect(`docker-daemon:${flask}`)).toMatchObject({
      exitCode: 0,
      report: {
        image: { reference: `docker-daemon:${flask}`, digest: flask.slice(flask.indexOf('@') + 1) },
        verdict: 'passed',
        attestations: 3,
        platforms: [
          { platform: 'linux/amd64', ...passed },
          { platform: 'linux/arm64', ...passed },
          { platform: 'linux/arm/v7', ...passed },
        ],
      },
    })
  })

  it('is listed as its registry lists it', async () => {
    const { reference, digest } = await pull('linux/amd64', 'linux/arm64')
    const [here, there] = await Promise.all(
      [`docker-daemon:${reference}`, reference].map((name) => runEveryarch(['platforms', '--json', name])),
    )
    if (here === undefined || there === undefined) throw new Error('nothing was run')
    const listing = parseStdout(there)
    expect(listing).toMatchObject({ image: { digest } })
    expect(parseStdout(here)).toEqual({
      ...Object(listing),
      image: expect.objectContaining({ reference: `docker-daemon:${reference}`, digest }),
    })
  })

  it.each([
    ['linux/amd64', 'linux/arm64'],
    ['linux/arm64', 'linux/amd64'],
  ])('of which it holds %s only has nothing wrong with it', async (held, absent) => {
    const { reference, digest } = await pull(held)
    const name = `docker-daemon:${reference}`
    const missing = { code: 'store/platform-absent', hint: expect.stringContaining(`docker pull --platform`) }
    const there = expect.objectContaining({ platform: held, verdict: 'passed', findings: [] })
    const notThere = { platform: absent, findings: [expect.objectContaining(missing)] }
    expect(await inspect(name)).toMatchObject({
      exitCode: 0,
      report: {
        image: { digest },
        findings: [],
        platforms: expect.arrayContaining([there, expect.objectContaining({ ...notThere, verdict: 'skipped' })]),
      },
    })
    expect(await inspect(name, '--require', `${held},${absent}`)).toMatchObject({
      exitCode: 3,
      report: {
        platforms: expect.arrayContaining([there, expect.objectContaining({ ...notThere, verdict: 'unverified' })]),
      },
    })
    const { stdout } = await runEveryarch(['platforms', name])
    expect(stdout).toMatch(new RegExp(`${absent} +sha256:[0-9a-f]{12} +not in the engine`))
  })

  it('that is not there is a wrong request, which names the command that brings it', async () => {
    expectProblem(await runEveryarch(['inspect', '--json', 'docker-daemon:everyarch-nowhere:1']), {
      exitCode: 2,
      code: 'image-not-found',
      says: /holds no image "everyarch-nowhere:1"/,
      hints: /^docker pull everyarch-nowhere:1 /,
    })
  })

  it('cannot be read without an engine', async () => {
    const flags = ['inspect', '--json', 'docker-daemon:app:1', '--engine', 'unix:///nowhere/docker.sock']
    expectProblem(await runEveryarch(flags), {
      exitCode: 3,
      code: 'engine-absent',
      says: /no container engine answers/,
      hints: /start Docker/,
    })
  })

  it('leaves nothing on the disk when it is interrupted while it is exported', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-export-'))
    const env = { TMPDIR: folder.path, NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') }
    await using running = startEveryarch(['inspect', `docker-daemon:${flask}`], { env })
    await vi.waitFor(async () => expect(await openFiles(running.pid)).toContain('archive.tar'), { timeout: 30_000 })
    running.kill('SIGINT')
    expect(await running.finished).toMatchObject({ exitCode: 130, stderr: expect.stringContaining('interrupted') })
    expect(await readdir(folder.path)).toEqual([])
  })
})

/** What a process has open, by its name; also that which has none any more. */
async function openFiles(pid: number): Promise<string> {
  const folder = `/proc/${pid}/fd`
  const links = await Promise.all((await readdir(folder)).map((fd) => readlink(join(folder, fd)).catch(() => '')))
  return links.join('\n')
}
