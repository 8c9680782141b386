import { expect, test } from 'vitest'
import { parseRunReport } from '../../src/report/parse.ts'
import { loop } from '../support/acceptance/hangs.ts'
import { openDistributionRegistry } from '../support/distribution-registry.ts'
import { findLeftovers, removeImages } from '../support/engine.ts'
import { parseStdout, runEveryarch, startEveryarch } from '../support/everyarch.ts'

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

test('what a killed run left is removed by clean, and what a living run has is not', async () => {
  const { reference, repository } = await loop(registry)
  const flags = ['verify', reference, '--http', '8080', '--timeout', '60s']
  await using killed = startEveryarch(flags)
  await killed.waitForOutput(/linux\/arm64: starting/)
  await expect.poll(() => findLeftovers(killed.pid), { timeout: 20_000 }).not.toEqual([])
  killed.kill('SIGKILL')
  await killed.finished
  await using living = startEveryarch([...flags, '--remove-images'])
  await living.waitForOutput(/linux\/arm64: starting/)
  await expect.poll(() => findLeftovers(living.pid), { timeout: 20_000 }).not.toEqual([])

  const cleaned = await runEveryarch(['clean', '--json'])
  expect(cleaned.exitCode).toBe(0)
  expect(parseStdout(cleaned)).toMatchObject({
    removed: expect.arrayContaining([expect.objectContaining({ kind: 'container' })]),
  })
  expect(await findLeftovers(killed.pid)).toEqual([])
  expect(await findLeftovers(living.pid)).not.toEqual([])

  living.kill('SIGINT')
  expect((await living.finished).exitCode).toBe(130)
  expect(await findLeftovers(living.pid)).toEqual([])
  await removeImages(repository)
})
