import { expect, test } from 'vitest'
import { parseRunReport } from '../../src/report/parse.ts'
import { loop } from '../support/acceptance/hangs.ts'
import { openDistributionRegistry } from '../support/distribution-registry.ts'
import { findLeftovers } from '../support/engine.ts'
import { parseStdout, startEveryarch } from '../support/everyarch.ts'

const registry = openDistributionRegistry()

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s while containers run leaves nothing, and what is known is reported',
  async (signal) => {
    const { reference } = await loop(registry)
    await using running = startEveryarch(['verify', reference, '--http', '8080', '--json', '--remove-images'])
    await running.waitForOutput(/starting/)
    const sentAtMs = performance.now()
    running.kill(signal)
    const result = await running.finished
    expect(performance.now() - sentAtMs).toBeLessThan(15_000)
    expect(result.exitCode).toBe(130)
    const report = parseRunReport(parseStdout(result))
    expect(report.verdict).toBe('unverified')
    expect(report.errors.map(({ code }) => code)).toEqual(['interrupted'])
    expect(report.platforms.map(({ verdict }) => verdict)).toEqual(['unverified', 'unverified'])
    expect(await findLeftovers(running.pid)).toEqual([])
  },
)
