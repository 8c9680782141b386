import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { containerBuilder } from '../../support/builders.ts'
import { uniqueText } from '../../support/content.ts'
import { digestAt } from '../../support/digest-at.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { findLeftovers } from '../../support/engine.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'
import { runProcess } from '../../support/run-process.ts'

const project = fileURLToPath(new URL('../../../', import.meta.url))
const { address } = openDistributionRegistry()

/** What supplies the base of an example where its hub is out of reach. */
async function baseOf(example: string): Promise<readonly string[]> {
  const { exitCode, stdout, stderr } = await runProcess(`${project}scripts/engine`, ['base', example], {
    timeoutMs: 280_000,
  })
  if (exitCode !== 0) throw new Error(stderr)
  return stdout.trim() === '' ? [] : [stdout.trim()]
}

async function build(example: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  const tag = `${address}/examples/${example}-${uniqueText().slice(0, 8)}:1.4`
  const words = ['--build', `${project}examples/${example}`, ...(await baseOf(example)), '--tag', tag, '--publish']
  const result = await runEveryarch(['verify', ...words, ...args, '--json'], { env, timeoutMs: 280_000 })
  expect(result.exitCode, result.stderr).toBe(0)
  expect(await findLeftovers(result.pid)).toEqual([])
  return { report: parseStdout(result), digest: await digestAt(tag) }
}

/** What the first builder ran under emulation the second has not to run again. */
const cacheOf = (example: string): string => `type=registry,ref=${address}/examples/cache:${example}`
const drivers = [
  {
    driver: 'docker',
    open: async () => ({}),
    cache: (example: string) => ['--cache-to', `${cacheOf(example)},mode=max`],
  },
  {
    driver: 'docker-container',
    open: containerBuilder,
    cache: (example: string) => ['--cache-from', cacheOf(example)],
  },
]

describe.each(drivers)('the examples, built by the driver $driver', ({ driver, open, cache }) => {
  it('are Flask for three platforms, published as it was verified', async () => {
    const platforms = ['linux/amd64', 'linux/arm64', 'linux/arm/v7']
    const args = [...cache('flask'), '--platform', platforms.join(','), '--http', '5000']
    const { report, digest } = await build('flask', args, await open())
    expect(report).toMatchObject({
      verdict: 'passed',
      image: { digest },
      platforms: platforms.map((platform) => ({ platform, verdict: 'passed', health: { status: 200 } })),
      builds: [{ driver }],
      publish: { state: 'published' },
    })
  })

  it('are curl, which ends', async () => {
    const wanted = ['--platform', 'linux/amd64,linux/arm64', '--expect', 'exit:0', '--expect', 'log:curl']
    const args = [...cache('curl'), ...wanted]
    const { report, digest } = await build('curl', args, await open())
    expect(report).toMatchObject({ verdict: 'passed', image: { digest }, builds: [{ driver }] })
  })
})
