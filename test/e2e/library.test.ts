import { mkdtempDisposable, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { LibraryOptions } from '../../src/index.ts'
import { exitsEarly } from '../support/acceptance/endings.ts'
import { loop } from '../support/acceptance/hangs.ts'
import { pushPair } from '../support/acceptance/pair.ts'
import { serverImage } from '../support/busybox-image.ts'
import { openDistributionRegistry } from '../support/distribution-registry.ts'
import { findLeftovers, removeImages } from '../support/engine.ts'
import type { PushedImage } from '../support/image-registry.ts'
import { runProcess } from '../support/run-process.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const flags = ['--conditions=everyarch-source', '--disable-warning=ExperimentalWarning', '--input-type=module']

const registry = openDistributionRegistry()
let good: PushedImage
let looping: PushedImage
beforeAll(async () => {
  good = await pushPair(registry, 'library', serverImage)
  looping = await loop(registry)
})
afterAll(async () => {
  await removeImages(good.repository)
  await removeImages(looping.repository)
})

/**
 * What `body` returns in a process that imports the package by its name, with `options` at hand. That process must end
 * by itself, with nothing printed, its exit code untouched, and nothing left at the engine.
 */
async function use(body: string, options: LibraryOptions): Promise<unknown> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-library-'))
  const file = join(folder.path, 'result.json')
  const script = `
    import { writeFileSync } from 'node:fs'
    import * as everyarch from 'everyarch'
    const { verify, inspect, platforms, plan, doctor, publish, openImage, renderReport, HarnessError } = everyarch
    const options = ${JSON.stringify(options)}
    const result = await (async () => { ${body} })()
    writeFileSync(${JSON.stringify(file)}, JSON.stringify({ result, exitCode: process.exitCode ?? 'untouched' }))`
  const process = await runProcess(globalThis.process.execPath, [...flags, '--eval', script], { cwd: root })
  expect(process).toMatchObject({ exitCode: 0, stdout: '', stderr: '' })
  expect(await findLeftovers(process.pid)).toEqual([])
  const written: { result: unknown; exitCode: unknown } = JSON.parse(await readFile(file, 'utf8'))
  expect(written.exitCode).toBe('untouched')
  return written.result
}

it('verifies twice in one process, one after the other and at once', async () => {
  const body = `
    const first = await verify(options)
    const others = await Promise.all([verify(options), verify(options)])
    return [first, ...others].map(({ verdict, exitCode, errors }) => ({ verdict, exitCode, errors }))`
  const passed = { verdict: 'passed', exitCode: 0, errors: [] }
  expect(await use(body, { image: good.reference, http: 8080 })).toEqual([passed, passed, passed])
})

it('tells what happens while it happens', async () => {
  const body = `
    const events = []
    await verify({ ...options, onEvent: ({ kind, platform, state }) => events.push([kind, platform, state].join(' ').trim()) })
    return events`
  const events = await use(body, { image: good.reference, http: '8080/', platform: 'linux/amd64' })
  const inOrder = [
    'image-resolved',
    'platform-planned linux/amd64',
    'platform-state linux/amd64 waiting',
    'platform-state linux/amd64 starting',
    'platform-state linux/amd64 waiting-for-health',
    'platform-state linux/amd64 settling',
    'platform-end linux/amd64',
    'run-end',
  ]
  expect(Array.isArray(events) && events.filter((event) => inOrder.includes(String(event)))).toEqual(inOrder)
})

it('is stopped by a signal, and removes what it started before it says so', async () => {
  const body = `
    const controller = new AbortController()
    const onEvent = ({ state }) => { if (state === 'waiting-for-health') controller.abort() }
    const { verdict, exitCode, errors } = await verify({ ...options, signal: controller.signal, onEvent })
    return { verdict, exitCode, errors }`
  expect(await use(body, { image: looping.reference, http: 8080 })).toMatchObject({
    verdict: 'unverified',
    exitCode: 130,
    errors: [{ code: 'interrupted', message: 'the signal that was given was aborted' }],
  })
})

it('takes a signal that times out for a deadline, and one that was aborted for a stop', async () => {
  const body = `
    const late = await verify({ ...options, signal: AbortSignal.timeout(1) })
    const stopped = await plan({ ...options, signal: AbortSignal.abort() }).catch((error) => error)
    return { late: late.errors[0].code, stopped: stopped.code, isOurs: stopped instanceof HarnessError }`
  const said = { late: 'deadline-exceeded', stopped: 'interrupted', isOurs: true }
  expect(await use(body, { image: looping.reference })).toEqual(said)
})

it('reports a broken image as data, and leaves the exit code alone', async () => {
  const body = `
    const { verdict, exitCode, platforms } = await verify(options)
    return { verdict, exitCode, verdicts: platforms.map(({ verdict }) => verdict) }`
  const { reference, repository } = await exitsEarly(registry)
  const result = await use(body, { image: reference, http: 8080, platform: 'linux/arm64' })
  expect(result).toEqual({ verdict: 'failed', exitCode: 1, verdicts: ['skipped', 'failed'] })
  await removeImages(repository)
})

it('publishes by what verify returned, opens what is published, and renders the report', async () => {
  const body = `
    const report = await verify(options)
    const tag = options.image.replace(/:test$/, ':proven')
    const { state } = await publish({ report, tag })
    const image = await openImage(tag)
    const [, second] = image.platforms
    const found = (await second.readFiles()).find('/bin/uname')
    await image.close()
    const junit = await renderReport(report, 'junit')
    return { state, digest: image.digest, platform: second.platform, found: found.path, junit: junit.slice(0, 5) }`
  expect(await use(body, { image: good.reference, http: 8080 })).toEqual({
    state: 'published',
    digest: good.digest,
    platform: 'linux/arm64',
    found: '/bin/busybox',
    junit: '<?xml',
  })
})

it('inspects, lists and plans, and looks at the machine', async () => {
  const body = `
    return {
      inspected: (await inspect(options)).verdict,
      listed: (await platforms(options)).platforms.map(({ platform }) => platform),
      planned: (await plan(options)).platforms.map(({ execution }) => execution.kind),
      looked: (await doctor()).checks[0].status,
      unknown: await platforms({ image: options.image + 'x' }).catch(({ code }) => code),
    }`
  expect(await use(body, { image: good.reference })).toEqual({
    inspected: 'passed',
    listed: ['linux/amd64', 'linux/arm64'],
    planned: ['native', 'emulated'],
    looked: 'ok',
    unknown: 'image-not-found',
  })
})

it('throws all that is wrong with the options at once', async () => {
  const body = `
    const error = await verify({ ...options, jobs: 'many', platfrom: ['linux/arm64'] }).catch((thrown) => thrown)
    return { isOurs: error instanceof HarnessError, code: error.code, message: error.message, hint: error.hint }`
  expect(await use(body, { image: good.reference, platform: 'linux/arm46' })).toEqual({
    isOurs: true,
    code: 'config-invalid',
    message: expect.stringMatching(
      /^3 settings are wrong\n(?=[^]*platfrom: .*did you mean platform\?)(?=[^]*platform: .*linux\/arm64\?)(?=[^]*jobs: )/,
    ),
    hint: expect.any(String),
  })
})
