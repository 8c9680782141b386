import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseRunReport } from '../../../src/report/parse.ts'
import type { PlatformReport, RunReport } from '../../../src/report/report.ts'
import { entrypointMissing } from '../../support/acceptance/broken-entrypoints.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { docker, findLeftovers, removeImages } from '../../support/engine.ts'
import { parseStdout, runEveryarch, startEveryarch } from '../../support/everyarch.ts'
import type { PushedImage } from '../../support/image-registry.ts'
import type { ProcessResult } from '../../support/run-process.ts'
import { pushTellingImage } from '../settings/telling-image.ts'

let image: PushedImage

beforeAll(async () => {
  image = await pushTellingImage()
})
afterAll(() => removeImages(image.repository))

interface Kept {
  readonly result: ProcessResult
  readonly report: RunReport
  readonly platforms: Readonly<Record<string, PlatformReport>>
}

async function verifyKept(reference: string, ...flags: readonly string[]): Promise<Kept> {
  const result = await runEveryarch(['verify', reference, '--json', '--keep-failed', ...flags])
  const report = parseRunReport(parseStdout(result))
  return {
    result,
    report,
    platforms: Object.fromEntries(report.platforms.map((platform) => [platform.platform, platform])),
  }
}

/** `everyarch clean` takes what was kept, as no process owns it any more. */
async function expectCleaned({ result }: Kept, count: number): Promise<void> {
  expect(await findLeftovers(result.pid)).toHaveLength(count)
  expect((await runEveryarch(['clean'])).exitCode).toBe(0)
  expect(await findLeftovers(result.pid)).toEqual([])
}

describe('with --keep-failed', () => {
  it('the container of a platform that ended wrongly stays, and no other', async () => {
    const script = 'echo "on $(uname -m)"; [ $(uname -m) = x86_64 ] || exit 3'
    const kept = await verifyKept(image.reference, '--expect', 'exit:0', '--', script)
    expect(kept.report.exitCode).toBe(1)
    expect(kept.platforms['linux/amd64']).toMatchObject({ verdict: 'passed' })
    expect(kept.platforms['linux/amd64']).not.toHaveProperty('keptContainer')
    const { id = '', commands = [], state } = kept.platforms['linux/arm64']?.keptContainer ?? {}
    expect(state).toBe('ended')
    expect(commands).toEqual([`docker logs ${id}`, `docker start -ai ${id}`])
    expect(kept.result.stderr).toContain(`linux/arm64: container ${id} is kept (ended): docker logs ${id}`)
    expect((await docker('logs', id)).stdout).toBe('on aarch64\n')
    await expectCleaned(kept, 1)
  })

  it('one that still runs can be entered', async () => {
    const flags = ['--http', '8080', '--timeout', '2s', '--platform', 'linux/arm64']
    const kept = await verifyKept(image.reference, ...flags, '--', 'sleep 600')
    const { id = '', commands = [], state } = kept.platforms['linux/arm64']?.keptContainer ?? {}
    expect(state).toBe('running')
    expect(commands[0]).toBe(`docker exec -it ${id} sh`)
    expect((await docker('exec', id, 'sh', '-c', 'uname -m')).stdout).toBe('aarch64\n')
    await expectCleaned(kept, 1)
  })

  it('one that could not be started stays too', async () => {
    const { reference, repository } = await entrypointMissing(openDistributionRegistry())
    const kept = await verifyKept(reference)
    expect(kept.report.platforms.map(({ keptContainer }) => keptContainer?.state)).toEqual(['created', 'created'])
    await expectCleaned(kept, 2)
    await removeImages(repository)
  })

  it('an interrupted run leaves nothing all the same', async () => {
    const flags = ['--keep-failed', '--http', '8080', '--', 'echo up; sleep 600']
    await using run = startEveryarch(['verify', image.reference, ...flags])
    await run.waitForOutput(/linux\/amd64: starting/)
    run.kill('SIGINT')
    const result = await run.finished
    expect(result.exitCode).toBe(130)
    expect(await findLeftovers(result.pid)).toEqual([])
  })
})
