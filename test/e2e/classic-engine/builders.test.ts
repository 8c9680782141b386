import { randomBytes } from 'node:crypto'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { buildContext, busyboxStage, serverEnd } from '../../support/build-context.ts'
import { bringUpBuilders, buildersMustComeUp, listBuilderSets } from '../../support/builders.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'
import { bringDown, bringUp, hostsOf, mustComeUp } from '../../support/second-engine.ts'

const engine = await bringUp('classic-engine')
const builders = await bringUpBuilders()
afterAll(async () => {
  if ('config' in builders) await builders.close()
  await bringDown('classic-engine')
})

const pair = ['--platform', 'linux/amd64,linux/arm64', '--json']
const obstacle = 'the builder default builds one platform at a time: its engine has the classic image store'

it('an engine with the classic image store, and builders, come up where they can', async () => {
  expect('host' in engine).toBe(mustComeUp())
  expect('config' in builders).toBe(await buildersMustComeUp())
})

describe.each(hostsOf(engine))('at %s', (host) => {
  describe.each(listBuilderSets(builders))('with builders', ({ config, image }) => {
    const alone = { DOCKER_HOST: host, BUILDX_CONFIG: `${config}/empty` }

    it('several platforms need another builder, and the command that makes one is said', async () => {
      const hint = 'make one that builds several: everyarch builder create --use'
      const listed = await runEveryarch(['builder', 'ls', ...pair], { env: alone })
      expect(listed.exitCode, listed.stderr).toBe(0)
      const document = parseStdout(listed)
      expect(document).toMatchObject({
        builders: [{ name: 'default', severalPlatforms: false, nodes: [{ status: 'running' }] }],
      })
      expect(document).toHaveProperty('choice', { reason: obstacle, hint })
      const doctor = await runEveryarch(['doctor', ...pair], { env: alone })
      expect(doctor.exitCode).toBe(3)
      expect(parseStdout(doctor)).toMatchObject({
        checks: expect.arrayContaining([{ name: 'builds', status: 'missing', message: obstacle, hint }]),
      })
    })

    // The container of a builder wants more rights than an engine of this age can give everywhere.
    it('that command helps, at an engine that can run it', async () => {
      const name = `everyarch-test-${randomBytes(4).toString('hex')}`
      onTestFinished(async () => {
        await runEveryarch(['builder', 'rm', name], { env: alone })
      })
      const elsewhere = process.env['DOCKER_HOST'] ?? ''
      const flags = ['--name', name, '--driver-opt', `image=${image},network=host`]
      const created = await runEveryarch(['builder', 'create', '--use', '--bootstrap', ...flags, elsewhere], {
        env: alone,
      })
      expect(created.exitCode, created.stderr).toBe(0)
      const listed = await runEveryarch(['builder', 'ls', ...pair], { env: alone })
      expect(parseStdout(listed)).toMatchObject({
        choice: { builder: name, reason: `${name} builds linux/amd64 natively, linux/arm64 emulated` },
      })
    })

    it('a build of them is refused before it begins, with that command', async () => {
      await using context = await buildContext({ Dockerfile: `${busyboxStage}${serverEnd}` })
      const build = ['verify', '--build', context.path, '--http', '8080', '--json']
      const several = await runEveryarch([...build, ...pair.slice(0, 2)], { env: alone })
      expect(several.exitCode).toBe(3)
      expect(parseStdout(several)).toMatchObject({
        errors: [{ code: 'builder-failed', message: obstacle, hint: expect.stringContaining('builder create --use') }],
      })
    })

    it('--engine names the engine whose builders are shown', async () => {
      const listed = await runEveryarch(['builder', 'inspect', '--engine', host, '--json'], {
        env: { BUILDX_CONFIG: `${config}/empty` },
      })
      expect(parseStdout(listed)).toMatchObject({ builder: { driver: 'docker', severalPlatforms: false } })
    })

    it('one of them that is there already is taken', async () => {
      const listed = await runEveryarch(['builder', 'ls', ...pair], { env: { ...alone, BUILDX_CONFIG: config } })
      expect(parseStdout(listed)).toMatchObject({
        choice: {
          builder: 'everyarch-container',
          reason: `${obstacle}; everyarch-container builds linux/amd64 natively, linux/arm64 emulated`,
        },
      })
    })
  })
})
