import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pushPair } from '../../support/acceptance/pair.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { docker, removeImages } from '../../support/engine.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'
import { bringDown, bringUp, hostsOf, mustComeUp } from '../../support/second-engine.ts'

const engine = await bringUp('classic-engine')
afterAll(() => bringDown('classic-engine'))

it('an engine with the classic image store comes up where it can', () => {
  expect('host' in engine).toBe(mustComeUp())
})

describe.each(hostsOf(engine))('an image in the engine at %s', (host) => {
  const given = process.env['DOCKER_HOST']
  let name = ''
  beforeAll(async () => {
    process.env['DOCKER_HOST'] = host
    const { reference, repository } = await pushPair(openDistributionRegistry(), 'classic-daemon', serverImage)
    await docker('pull', '--quiet', '--platform', 'linux/arm64', reference)
    name = `docker-daemon:${reference}`
    return async () => {
      await removeImages(repository)
      process.env['DOCKER_HOST'] = given
    }
  })

  async function inspect(...args: readonly string[]) {
    const result = await runEveryarch(['inspect', '--json', name, ...args], { env: { DOCKER_HOST: undefined } })
    return { exitCode: result.exitCode, report: parseStdout(result) }
  }

  it('is the one platform that was pulled, at the engine that --engine names', async () => {
    expect(await inspect('--engine', host)).toMatchObject({
      exitCode: 0,
      report: {
        image: { reference: name },
        findings: [{ code: 'index/not-an-index', severity: 'info' }],
        platforms: [{ platform: 'linux/arm64', verdict: 'passed', findings: [] }],
      },
    })
    const { exitCode, stdout } = await runEveryarch(['platforms', name])
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/ 1 platform\n.*arm64/) })
  })

  it('lacks no platform: such an engine keeps one of each image', async () => {
    expect(await inspect('--engine', host, '--require', 'linux/amd64,linux/arm64')).toMatchObject({
      exitCode: 3,
      report: {
        verdict: 'unverified',
        findings: expect.arrayContaining([
          expect.objectContaining({ code: 'store/platform-absent', severity: 'environment' }),
        ]),
      },
    })
  })
})
