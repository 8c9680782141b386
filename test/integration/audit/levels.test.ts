import { describe, expect, it } from 'vitest'
import { parseRunReport } from '../../../src/report/parse.ts'
import type { RunReport } from '../../../src/report/report.ts'
import { configMismatch } from '../../support/acceptance/config-mismatch.ts'
import { pushPair } from '../../support/acceptance/pair.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'
import { temporaryFile } from '../../support/temporary-file.ts'

const registry = openDistributionRegistry()
const levels = { 'linux/amd64': { level: 'static' }, 'linux/arm64': { level: 'static' } }

/** There is no engine: whatever is to be run stays unverified. */
async function verifyWithoutEngine(reference: string, perPlatform: object): Promise<RunReport> {
  await using file = await temporaryFile('config.json', JSON.stringify({ perPlatform }))
  const args = ['verify', reference, '--json', '--config', file.path, '--engine', 'tcp://127.0.0.1:9']
  return parseRunReport(parseStdout(await runEveryarch(args)))
}

describe('verify, where platforms are static', () => {
  it('takes their verdict from the audit, and says what was left out', async () => {
    const { reference } = await pushPair(registry, 'static', (platform) => serverImage(platform))
    const report = await verifyWithoutEngine(reference, levels)
    expect(report).toMatchObject({ exitCode: 0, verdict: 'passed', errors: [] })
    for (const { checks, verdict, execution } of report.platforms) {
      expect(verdict).toBe('passed')
      expect(execution).toEqual({ kind: 'none' })
      expect(checks).toEqual(
        expect.arrayContaining([
          { name: 'architecture', status: 'skipped', reason: 'level: static' },
          { name: 'start', status: 'skipped', reason: 'level: static' },
        ]),
      )
    }
  })

  it('still runs the others', async () => {
    const { reference } = await pushPair(registry, 'static', (platform) => serverImage(platform))
    const report = await verifyWithoutEngine(reference, { 'linux/arm64': { level: 'static' } })
    expect(report.exitCode).toBe(3)
    expect(report.platforms).toMatchObject([
      { platform: 'linux/amd64', verdict: 'unverified' },
      { platform: 'linux/arm64', verdict: 'passed' },
    ])
  })

  it('fails what the audit finds wrong', async () => {
    const { reference } = await configMismatch(registry)
    const report = await verifyWithoutEngine(reference, levels)
    expect(report.exitCode).toBe(1)
    expect(report.platforms).toMatchObject([{ verdict: 'passed' }, { verdict: 'failed' }])
  })
})
