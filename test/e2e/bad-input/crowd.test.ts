import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { processLabel } from '../../../src/engine/labels.ts'
import { hostileApplication } from '../../support/acceptance/hostile-applications.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { docker, findLeftovers, removeImages } from '../../support/engine.ts'
import { parseStdout, runEveryarch, startEveryarch } from '../../support/everyarch.ts'
import type { PushedImage } from '../../support/image-registry.ts'
import type { RunningProcess } from '../../support/run-process.ts'
import { openAlteredEngine } from './given-engine.ts'
import { readReport } from './problem.ts'

let image: PushedImage
beforeAll(async () => {
  image = await hostileApplication(openDistributionRegistry(), 'keeps a crowd busy')
})
afterAll(() => removeImages(image.repository))

/** What the containers of a run have said. */
async function readLogs(pid: number): Promise<readonly string[]> {
  const { stdout } = await docker('ps', '--quiet', '--filter', `label=${processLabel}=${pid}`)
  const ids = stdout.split('\n').filter((id) => id !== '')
  const logs = await Promise.all(ids.map((id) => docker('logs', id).catch(() => ({ stdout: '' }))))
  return logs.map((log) => log.stdout.trim())
}

async function expectGoneAfterInterrupt(running: RunningProcess): Promise<void> {
  running.kill('SIGINT')
  const result = await running.finished
  expect(readReport(result)).toMatchObject({ exitCode: 130, errors: [{ code: 'interrupted' }] })
  expect(result.exitCode).toBe(130)
  expect(await findLeftovers(running.pid)).toEqual([])
}

const flags = ['--http', '8080', '--timeout', '2m', '--json']
const native = ['--platform', 'linux/amd64']
const patience = { timeout: 60_000, interval: 200 }

describe('an application of very many busy processes', () => {
  it('is gone after Ctrl-C, on every platform', async () => {
    await using running = startEveryarch(['verify', image.reference, ...flags])
    await expect.poll(() => readLogs(running.pid), patience).toEqual(['crowded', 'crowded'])
    await expectGoneAfterInterrupt(running)
  })

  it('is gone after Ctrl-C where this process may not kill it itself', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-crowd-'))
    const socket = join(folder.path, 'docker.sock')
    await using _ = await openAlteredEngine(socket, { info: (info) => ({ ...info, KernelVersion: 'another' }) })
    const env = { DOCKER_HOST: `unix://${socket}` }
    await using running = startEveryarch(['verify', image.reference, ...native, ...flags], { env })
    await expect.poll(() => readLogs(running.pid), patience).toEqual(['crowded'])
    await expectGoneAfterInterrupt(running)
  })

  it('is gone after clean where the run was killed', async () => {
    await using running = startEveryarch(['verify', image.reference, ...native, ...flags])
    await expect.poll(() => readLogs(running.pid), patience).toEqual(['crowded'])
    running.kill('SIGKILL')
    await running.finished
    expect(await findLeftovers(running.pid)).not.toEqual([])
    const cleaned = await runEveryarch(['clean', '--json'])
    expect(cleaned.exitCode).toBe(0)
    expect(parseStdout(cleaned)).not.toHaveProperty('errors')
    expect(await findLeftovers(running.pid)).toEqual([])
  })
})
