import { randomBytes } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { pushPair } from '../../support/acceptance/pair.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { runEveryarch } from '../../support/everyarch.ts'
import { expectProblem } from '../bad-input/problem.ts'
import { bringDown, bringUp, hostsOf, mustComeUp } from '../../support/second-engine.ts'

const engine = await bringUp('classic-engine', ['--store', '24m'])
afterAll(() => bringDown('classic-engine'))

it('an engine with a small disk comes up where it can', () => {
  expect('host' in engine).toBe(mustComeUp())
})

describe.each(hostsOf(engine))('at %s', (host) => {
  it('what still fits is proven, and a disk that fills while it pulls is told', async () => {
    const files = [{ path: '/large', bytes: randomBytes(24 * 1024 * 1024) }]
    const { reference } = await pushPair(openDistributionRegistry(), 'disk-full', (platform) =>
      serverImage(platform, platform === 'linux/arm64' ? { files } : {}),
    )
    // What is pulled beside the large one may be what finds no room.
    const flags = ['verify', reference, '--http', '8080', '--json', '--jobs', '1']
    const report = expectProblem(await runEveryarch(flags, { env: { DOCKER_HOST: host } }), {
      exitCode: 3,
      code: 'disk-full',
      says: /^linux\/arm64: the engine's disk is full: .*no space left on device/,
      hints: /free some space .* --remove-images/,
    })
    expect(report.platforms).toMatchObject([
      { platform: 'linux/amd64', verdict: 'passed' },
      { platform: 'linux/arm64', verdict: 'unverified' },
    ])
  })
})
