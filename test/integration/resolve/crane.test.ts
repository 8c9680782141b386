import { describe, expect, it } from 'vitest'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { predictPick, pushPlatforms } from '../../support/resolve-image.ts'
import { runProcess } from '../../support/run-process.ts'

const registry = openDistributionRegistry()

/** The digest crane resolves to; none when it fails for want of the platform. */
async function askCrane(reference: string, platform: string): Promise<string | undefined> {
  const { exitCode, stdout, stderr } = await runProcess('crane', [
    'digest',
    '--insecure',
    '--platform',
    platform,
    reference,
  ])
  if (exitCode === 0) return stdout.trim()
  expect(stderr).toContain('no child with platform')
  return undefined
}

describe('crane takes what is foretold', () => {
  it.each([
    [
      ['linux/arm/v5', 'linux/arm/v6', 'linux/arm/v7'],
      ['linux/arm/v7', 'linux/arm/v6', 'linux/arm64'],
    ],
    [
      ['linux/amd64/v3', 'linux/amd64'],
      ['linux/amd64', 'linux/386'],
    ],
    [['linux/386'], ['linux/amd64', 'linux/386']],
    [['linux/arm64/v8', 'linux/aarch64', 'linux/arm64'], ['linux/arm64']],
    [['linux/arm'], ['linux/arm/v7']],
    [
      ['-:linux/arm64', 'linux/amd64'],
      ['linux/amd64', 'linux/arm64'],
    ],
  ])('of %j on %j', async (platforms, hosts) => {
    const { reference } = await pushPlatforms(registry, platforms)
    for (const host of hosts) {
      const pick = await predictPick(reference, 'crane', host)
      expect([host, 'none' in pick ? undefined : pick.digest]).toEqual([host, await askCrane(reference, host)])
    }
  })
})
