import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseRunReport } from '../../../src/report/parse.ts'
import type { PlatformReport } from '../../../src/report/report.ts'
import { listRunReports } from '../../../src/report/run-reports.ts'
import { slowStart } from '../../support/acceptance/slow-start.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { findLeftovers } from '../../support/engine.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'

const registry = openDistributionRegistry()
let cacheDir: string

beforeAll(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'everyarch-start-'))
})

afterAll(() => rm(cacheDir, { recursive: true }))

async function verify(...flags: readonly string[]): Promise<PlatformReport> {
  const { reference } = await slowStart(registry, 40_000)
  const args = ['verify', reference, '--http', '8080', '--remove-images', '--json', ...flags]
  const result = await runEveryarch(args, { env: { ...process.env, XDG_CACHE_HOME: cacheDir } })
  const [report] = listRunReports(parseRunReport(parseStdout(result)))
  const platform = report?.platforms.find((it) => it.platform === 'linux/arm64')
  if (platform === undefined) throw new Error(result.stdout + result.stderr)
  expect(platform, result.stdout).toMatchObject({ verdict: 'passed' })
  expect(await findLeftovers(result.pid)).toEqual([])
  return platform
}

test('a start that emulation makes slow is told with its ratio, and was given time by the native one', async () => {
  const { start, execution } = await verify()
  expect(start).toMatchObject({
    factor: expect.any(Number),
    comparedTo: 'linux/amd64',
    timeoutReason: expect.stringMatching(/^20 × the [\d.]+ s that linux\/amd64 took/),
  })
  expect(start?.factor).toBeGreaterThan(1)
  expect(execution).not.toHaveProperty('calibration')
})

test('without a native platform its emulator is calibrated, and the next run knows', async () => {
  const only = ['--platform', 'linux/arm64']
  const { start, execution } = await verify(...only)
  const calibration = { factors: { cpu: expect.any(Number), spawn: expect.any(Number) } }
  expect(execution).toMatchObject({ calibration })
  expect(start).toMatchObject({ timeoutReason: expect.stringContaining('by calibration') })
  expect((await verify()).execution).toMatchObject({ calibration })
})

test('a timeout that was asked for is the one it has', async () => {
  const { start } = await verify('--timeout', '90s')
  expect(start).toMatchObject({ timeoutMs: 90_000, timeoutReason: 'as asked for' })
})
