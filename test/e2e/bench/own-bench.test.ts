import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parseRunReport } from '../../../src/report/parse.ts'
import { pushPair } from '../../support/acceptance/pair.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { findLeftovers } from '../../support/engine.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'

const registry = openDistributionRegistry()
const head = "import { expect, test } from 'everyarch/vitest'\nconst few = { iterations: 3, time: 0, warmup: false }\n"
const page = `test('page', async ({ bench, fetch }) => {
  await bench('one', async () => expect((await fetch('/')).status).toBe(200)).run(few)
})
test('words', async ({ bench, exec, platform }) => {
  await bench('of amd64 alone', async () => {
    expect(await exec(['echo', 'x'])).toExitWith(0)
    expect(platform).toBe('linux/amd64')
  }).run(few)
})
`
const waiting = `test('waits', { timeout: 4000 }, async ({ bench, platform }) => {
  const forEver = () => (platform === 'linux/arm64' ? new Promise(() => {}) : undefined)
  await bench('for ever on arm64', forEver).run(few)
})
`

it("users' own benches are measured on every platform, and what fails or waits on one is told of that one", async () => {
  const { reference } = await pushPair(registry, 'own-bench', (platform) =>
    serverImage(platform, { files: [{ path: '/www/own-bench', text: 'benches' }] }),
  )
  await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-bench-'))
  await writeFile(join(folder.path, 'page.bench.ts'), head + page)
  await writeFile(join(folder.path, 'waiting.bench.ts'), head + waiting)
  const flags = ['--http', '8080', '--rounds', '2', '--requests', '0', '--json', '--remove-images']
  const result = await runEveryarch(['bench', reference, ...flags, '--suite', join(folder.path, '*.bench.ts')])
  expect(result.exitCode, result.stderr).toBe(1)
  const own = (name: string, status: string) =>
    expect.objectContaining({ name: expect.stringContaining(name), status }) as unknown
  const { platforms } = parseRunReport(parseStdout(result))
  expect(platforms).toMatchObject([
    { platform: 'linux/amd64', verdict: 'passed' },
    { platform: 'linux/arm64', verdict: 'failed' },
  ])
  const [amd64, arm64] = platforms
  expect(amd64?.checks).toEqual(
    expect.arrayContaining([own('page.bench.ts', 'passed'), own('waiting.bench.ts', 'passed')]),
  )
  expect(arm64?.checks).toEqual(expect.arrayContaining([own('page.bench.ts', 'failed')]))
  expect(arm64?.findings.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['suite/test-failed', 'suite/timeout']),
  )
  const rows = platforms.map(({ benchmarks = [] }) =>
    benchmarks.filter(({ name }) => name.startsWith('bench ')).map(({ name, samples }) => [name, samples.length]),
  )
  expect(rows).toEqual([
    [
      ['bench page: one', 2],
      ['bench words: of amd64 alone', 2],
      ['bench waits: for ever on arm64', 2],
    ],
    [['bench page: one', 2]],
  ])
  expect(arm64?.benchmarks?.find(({ name }) => name === 'bench page: one')).toMatchObject({
    factorOf: 'emulation',
    comparedTo: 'linux/amd64',
  })
  expect(await findLeftovers(result.pid)).toEqual([])
})

it('a platform that never gets healthy is not measured, and the other one is', async () => {
  const { reference } = await pushPair(registry, 'never-healthy', (platform) => {
    const never = { Entrypoint: ['/bin/sh', '-c', 'while :; do sleep 1; done'] }
    return serverImage(platform, platform === 'linux/arm64' ? { config: never } : {})
  })
  const flags = ['--http', '8080', '--rounds', '1', '--requests', '2', '--timeout', '15s', '--json', '--remove-images']
  const result = await runEveryarch(['bench', reference, ...flags])
  const { platforms } = parseRunReport(parseStdout(result))
  const measured = platforms.map(({ platform, benchmarks }) => [platform, benchmarks?.map(({ name }) => name)])
  expect(result.exitCode, result.stderr).toBeGreaterThan(0)
  expect(measured).toEqual([
    ['linux/amd64', expect.arrayContaining(['start', 'GET /'])],
    ['linux/arm64', undefined],
  ])
  expect(platforms[1]?.verdict).not.toBe('passed')
  expect(await findLeftovers(result.pid)).toEqual([])
})

it('benches that cannot be loaded end the run, and so does a baseline that cannot be read', async () => {
  const { reference } = await pushPair(registry, 'broken-bench', (platform) =>
    serverImage(platform, { files: [{ path: '/www/broken-bench', text: 'benches' }] }),
  )
  await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-bench-'))
  const broken = join(folder.path, 'broken.bench.ts')
  await writeFile(broken, "import { nothing } from './not-there.ts'\nnothing()\n")
  const flags = ['--http', '8080', '--platform', 'linux/amd64', '--rounds', '2', '--remove-images']
  const unloaded = await runEveryarch(['verify', '--bench', reference, ...flags, '--suite', broken])
  expect(unloaded.exitCode, unloaded.stderr).toBe(2)
  expect(unloaded.stderr).toMatch(/broken\.bench\.ts cannot be run/)
  expect(await findLeftovers(unloaded.pid)).toEqual([])
  const refused = await runEveryarch(['bench', reference, ...flags, '--baseline', broken])
  expect(refused.exitCode, refused.stderr).toBe(2)
  expect(refused.stderr).toMatch(/broken\.bench\.ts": it is no JSON document/)
  expect(refused.stderr).not.toContain('starting')
})
