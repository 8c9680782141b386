import { afterAll, beforeAll, expect, it } from 'vitest'
import { parseRunReport } from '../../../src/report/parse.ts'
import { listRunReports } from '../../../src/report/run-reports.ts'
import { pushPair } from '../../support/acceptance/pair.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { findLeftovers, removeImages } from '../../support/engine.ts'
import { parseStdout, runEveryarch, startEveryarch } from '../../support/everyarch.ts'
import type { PushedImage } from '../../support/image-registry.ts'

const hourMs = 60 * 60 * 1000

let image: PushedImage
beforeAll(async () => {
  image = await pushPair(openDistributionRegistry(), 'clock', serverImage)
})
afterAll(() => removeImages(image.repository))

/** What makes the clock of a process wrong by so many milliseconds, for good or every other tenth of a second. */
function withWrongClock(byMs: number, how: 'jumps' | 'stays'): { readonly env: { readonly NODE_OPTIONS: string } } {
  const script = `
    const now = Date.now
    let offset = ${byMs}
    Date.now = () => now() + offset
    globalThis.Date = class extends Date { constructor(...args) { args.length === 0 ? super(Date.now()) : super(...args) } }
    if (${how === 'jumps'}) setInterval(() => { offset = offset === 0 ? ${byMs} : 0 }, 100).unref()`
  return { env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` } }
}

it.each([
  ['forth', 24 * hourMs],
  ['back', -24 * hourMs],
])('a clock that jumps %s and returns changes nothing', async (_, byMs) => {
  const args = ['verify', image.reference, '--http', '8080', '--timeout', '60s', '--deadline', '5m', '--json']
  const result = await runEveryarch(args, withWrongClock(byMs, 'jumps'))
  expect(result.exitCode, result.stderr).toBe(0)
  const [report] = listRunReports(parseRunReport(parseStdout(result)))
  for (const { checks, health } of report?.platforms ?? []) {
    for (const { durationMs = 0 } of checks) expect(durationMs).toBeLessThan(hourMs)
    expect(health?.readyMs).toBeLessThan(hourMs)
  }
  expect(await findLeftovers(result.pid)).toEqual([])
})

it('clean leaves alone what goes on, by whatever clock', async () => {
  await using running = startEveryarch(['verify', image.reference, '--http', '9', '--deadline', '1m'])
  await running.waitForOutput(/linux\/arm64: starting/)
  await expect.poll(() => findLeftovers(running.pid), { timeout: 20_000 }).not.toEqual([])
  const cleaned = await runEveryarch(['clean'], withWrongClock(24 * hourMs, 'stays'))
  expect(cleaned.exitCode, cleaned.stderr).toBe(0)
  expect(await findLeftovers(running.pid)).not.toEqual([])
  running.kill('SIGINT')
  expect(await running.finished).toMatchObject({ exitCode: 130 })
  expect(await findLeftovers(running.pid)).toEqual([])
})
