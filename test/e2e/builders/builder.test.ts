import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { findBuilder } from '../../../src/build/find-builder.ts'
import { parsePlatform } from '../../../src/oci/platform.ts'
import { bringUpBuilders, buildersMustComeUp, listBuilderSets } from '../../support/builders.ts'
import { docker } from '../../support/engine.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'
import { expectRefusal } from './refusal.ts'

const builders = await bringUpBuilders()
afterAll(() => ('config' in builders ? builders.close() : undefined))

const pair = 'linux/amd64,linux/arm64'

it('builders come up where they can', async () => {
  expect('config' in builders, 'obstacle' in builders ? builders.obstacle : '').toBe(await buildersMustComeUp())
})

describe.each(listBuilderSets(builders))('everyarch builder', ({ config, image, address, keys }) => {
  const env = { BUILDX_CONFIG: config }
  const builder = (...args: readonly string[]) => runEveryarch(['builder', ...args], { env })
  const newName = (): string => {
    const name = `everyarch-test-${randomBytes(4).toString('hex')}`
    onTestFinished(async () => {
      await builder('rm', name)
    })
    return name
  }
  const [ca, cert, key] = ['ca.pem', 'client.pem', 'client-key.pem'].map((file) => join(keys, file))
  const keySettings = `cacert=${ca},cert=${cert},key=${key},servername=localhost`
  const ownImage = ['--driver-opt', `image=${image},network=host`]
  const builds = (status: string, platforms: Readonly<Record<string, string>>) =>
    expect.objectContaining({
      status,
      platforms: expect.arrayContaining(Object.entries(platforms).map(([platform, mode]) => ({ platform, mode }))),
    })
  const both = builds('running', { 'linux/amd64': 'native', 'linux/arm64': 'emulated' })

  it('ls shows every driver, and what is native or emulated there', async () => {
    const result = await builder('ls', '--json', '--platform', `${pair},linux/mips64le`)
    expect(result).toMatchObject({ exitCode: 0, stderr: '' })
    expect(parseStdout(result)).toMatchObject({
      schemaVersion: 1,
      builders: expect.arrayContaining(
        [
          { name: 'default', driver: 'docker', current: true },
          { name: 'everyarch-container', driver: 'docker-container', current: false },
          { name: 'everyarch-remote', driver: 'remote', current: false },
        ].map((one) => expect.objectContaining({ ...one, severalPlatforms: true, nodes: [both] })),
      ),
      choice: { builder: 'default', reason: expect.stringMatching(/^default builds linux\/amd64 natively/) },
    })
  })

  it('use makes one the current, for docker buildx too', async () => {
    expect(await builder('use', 'everyarch-remote')).toMatchObject({ exitCode: 0 })
    onTestFinished(async () => {
      await builder('use', 'default')
    })
    expect((await builder('inspect')).stdout).toMatch(/^everyarch-remote {2}remote, the current one\n/)
    const choice = await builder('ls', '--platform', pair)
    expect(choice.stdout).toMatch(
      /\n\na build would use everyarch-remote: everyarch-remote builds linux\/amd64 natively,/,
    )
    const other = await runEveryarch(['builder', 'ls', '--json', '--platform', pair], {
      env: { ...env, BUILDX_BUILDER: 'everyarch-container' },
    })
    expect(parseStdout(other)).toMatchObject({ choice: { builder: 'everyarch-container' } })
  })

  it('create makes one that is started when it is asked for, and that rm removes', async () => {
    const name = newName()
    const created = await builder('create', '--name', name, ...ownImage, '--json')
    expect(created.exitCode, created.stderr).toBe(0)
    expect(parseStdout(created)).toMatchObject({
      builder: { name, driver: 'docker-container', current: false, nodes: [{ status: 'inactive', platforms: [] }] },
    })
    const started = await builder('inspect', name, '--bootstrap', '--json')
    expect(parseStdout(started)).toMatchObject({ builder: { name, nodes: [both] } })

    expect(await builder('rm', name)).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(name) })
    expectRefusal(await builder('inspect', name, '--json'), {
      exitCode: 2,
      code: 'config-invalid',
      says: /there is no builder/,
      hints: /everyarch builder ls/,
    })
    expect((await docker('ps', '--all', '--format', '{{.Names}}')).stdout).not.toContain(name)
  })

  it('a further machine is a further node, with the platforms that it is named for', async () => {
    const name = newName()
    const remote = ['--name', name, '--driver', 'remote', '--driver-opt', keySettings, '--json']
    await builder('create', ...remote, address)
    const further = address.replace('127.0.0.1', 'localhost')
    const appended = await builder('create', ...remote, '--append', further, '--', '--platform', 'linux/arm64')
    expect(appended.exitCode, appended.stderr).toBe(0)
    const document = parseStdout(await builder('inspect', name, '--bootstrap', '--json', '--platform', pair))
    const modes = [
      { platform: 'linux/amd64', mode: 'native' },
      { platform: 'linux/arm64', mode: 'emulated' },
    ]
    const started = { status: 'running', platforms: modes }
    // What the first platform of a machine is, its maker may say: it is emulated all the same.
    expect(document).toMatchObject({
      builder: {
        nodes: [
          { endpoint: address, ...started },
          { endpoint: further, ...started },
        ],
      },
    })
  })

  it('a build finds one that was never started, and starts it', async () => {
    const name = newName()
    await builder('create', '--name', name, ...ownImage)
    const told: string[] = []
    const choice = await findBuilder({
      env: { ...process.env, ...env },
      platforms: pair.split(',').map(parsePlatform),
      name,
      onStart: (started) => told.push(started),
    })
    expect(choice.reason).toBe(`${name} builds linux/amd64 natively, linux/arm64 emulated`)
    expect(told).toEqual([name])
  })

  it('one whose image cannot be pulled says what to do, and is not left behind', async () => {
    const name = newName()
    const result = await builder(
      'create',
      '--name',
      name,
      '--driver-opt',
      `image=${image}-none`,
      '--bootstrap',
      '--json',
    )
    expectRefusal(result, {
      exitCode: 3,
      code: 'builder-failed',
      says: /could not start the builder/,
      hints: /--driver-opt image=REF/,
    })
    expect((await builder('ls')).stdout).not.toContain(name)
  })

  it('a buildkitd behind TLS is a builder for those who have its keys', async () => {
    const name = newName()
    const remote = ['--name', name, '--driver', 'remote', '--bootstrap', '--json']
    const created = await builder('create', ...remote, '--driver-opt', keySettings, address)
    expect(created.exitCode, created.stderr).toBe(0)
    expect(parseStdout(created)).toMatchObject({ builder: { driver: 'remote', nodes: [both] } })

    const stranger = newName()
    expectRefusal(await builder('create', '--name', stranger, ...remote.slice(2), address), {
      exitCode: 3,
      code: 'builder-failed',
      says: /could not start the builder/,
      hints: /are these its keys\? --driver-opt cacert=FILE/,
    })
    expect((await builder('ls')).stdout).not.toContain(stranger)
  })

  it('without a cluster, kubernetes says so in its own words', async () => {
    const result = await builder('create', '--name', newName(), '--driver', 'kubernetes', '--json')
    expectRefusal(result, { exitCode: 3, code: 'builder-failed', says: /Kubernetes namespace/, hints: /builder ls/ })
  })

  it('where the engine does not answer, another builder is chosen', async () => {
    const result = await runEveryarch(['builder', 'ls', '--json', '--platform', pair], {
      env: { ...env, DOCKER_HOST: 'tcp://127.0.0.1:9' },
    })
    expect(result.exitCode, result.stderr).toBe(0)
    expect(parseStdout(result)).toMatchObject({
      builders: expect.arrayContaining([
        expect.objectContaining({ name: 'default', nodes: [expect.objectContaining({ status: 'error' })] }),
      ]),
      choice: {
        builder: 'everyarch-container',
        reason: expect.stringMatching(/^the builder default does not answer: .*; everyarch-container builds/),
      },
    })
  })

  it("an engine's own builder is not removed", async () => {
    expectRefusal(await builder('rm', 'default', '--json'), {
      exitCode: 2,
      code: 'usage-invalid',
      says: /a part of its engine/,
      hints: /everyarch builder use NAME/,
    })
  })

  it('without docker says what to install', async () => {
    const result = await runEveryarch(['builder', 'ls', '--json'], { env: { ...env, PATH: '/nowhere' } })
    expectRefusal(result, { exitCode: 3, code: 'builder-failed', says: /list builders/, hints: /docker-buildx-plugin/ })
  })
})
