import { afterAll, describe, expect, it } from 'vitest'
import { pushPair } from '../../support/acceptance/pair.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'
import { runProcess } from '../../support/run-process.ts'
import { bringDown, bringUp, hostsOf, mustComeUp } from '../../support/second-engine.ts'

const engine = await bringUp('podman-engine')
afterAll(() => bringDown('podman-engine'))

it('the service of Podman comes up where it can', () => {
  expect('host' in engine).toBe(mustComeUp())
})

describe.each([...hostsOf(engine)])('at %s', (host) => {
  it('an image is read out of its store, which keeps one platform of each', async () => {
    const { reference } = await pushPair(openDistributionRegistry(), 'podman-daemon', serverImage)
    const pull = ['pull', '--quiet', '--platform', 'linux/arm64', reference]
    expect(await runProcess('docker', pull, { env: { DOCKER_HOST: host } })).toMatchObject({ exitCode: 0 })
    const result = await runEveryarch(['inspect', '--json', `docker-daemon:${reference}`, '--engine', host])
    expect(result.exitCode, result.stderr).toBe(0)
    expect(parseStdout(result)).toMatchObject({
      findings: [{ code: 'index/not-an-index', severity: 'info' }],
      platforms: [{ platform: 'linux/arm64', verdict: 'passed', findings: [] }],
    })
  })
})
