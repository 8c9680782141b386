import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EngineEndpoint } from '../../../src/engine/endpoint.ts'
import { testcontainersSettings, withProcessEnvironment } from '../../../src/engine/testcontainers-env.ts'

let homeDir = ''
const endpoint: EngineEndpoint = {
  name: 'default',
  source: 'test',
  address: { kind: 'unix', path: '/run/docker.sock' },
}
const read = (
  given: EngineEndpoint,
  env: Readonly<Record<string, string>> = {},
): ReturnType<typeof testcontainersSettings> => testcontainersSettings(given, '127.0.0.1', env, homeDir)

beforeEach(async () => {
  homeDir = await mkdtemp(join(tmpdir(), 'everyarch-home-'))
})
afterEach(() => rm(homeDir, { recursive: true }))

describe('testcontainers', () => {
  it('is given the engine that was found, and no helper container', async () => {
    expect(await read(endpoint)).toMatchObject({
      DOCKER_HOST: 'unix:///run/docker.sock',
      DOCKER_TLS_VERIFY: undefined,
      TESTCONTAINERS_RYUK_DISABLED: 'true',
      TESTCONTAINERS_HOST_OVERRIDE: '127.0.0.1',
    })
  })

  it('is given the certificates of an engine with TLS', async () => {
    const tls = { verify: true, ca: 'CA', cert: 'CERT', key: 'KEY', folder: '/certs' }
    expect(await read({ ...endpoint, address: { kind: 'tcp', host: '::1', port: 2376, tls } })).toMatchObject({
      DOCKER_HOST: 'tcp://[::1]:2376',
      DOCKER_TLS_VERIFY: '1',
      DOCKER_CERT_PATH: '/certs',
    })
  })

  it.each<readonly [string, EngineEndpoint, Readonly<Record<string, string>>]>([
    ['an engine beside the default one', { ...endpoint, name: 'build' }, {}],
    ['an engine behind ssh', { ...endpoint, address: { kind: 'ssh', host: 'build' } }, {}],
    [
      'TLS without a check',
      { ...endpoint, address: { kind: 'tcp', host: 'b', port: 1, tls: { verify: false, folder: '/c' } } },
      {},
    ],
    ['images that it would rename', endpoint, { TESTCONTAINERS_HUB_IMAGE_NAME_PREFIX: 'mirror.example/' }],
  ])('is not used for %s', async (_, given, env) => {
    expect(await read(given, env)).toBeUndefined()
  })

  it('is not used where its own settings name an engine', async () => {
    await writeFile(join(homeDir, '.testcontainers.properties'), 'ryuk.disabled=true\ntc.host=tcp://elsewhere:1\n')
    expect(await read(endpoint)).toBeUndefined()
  })
})

describe('the environment of this process', () => {
  it('is changed only as long as it is needed, and when that fails too', async () => {
    process.env['EVERYARCH_TEST_A'] = 'before'
    delete process.env['EVERYARCH_TEST_B']
    const settings = { EVERYARCH_TEST_A: undefined, EVERYARCH_TEST_B: 'set' }
    const seen = withProcessEnvironment(settings, async () => {
      expect([process.env['EVERYARCH_TEST_A'], process.env['EVERYARCH_TEST_B']]).toEqual([undefined, 'set'])
      throw new Error('failed')
    })
    await expect(seen).rejects.toThrow('failed')
    expect([process.env['EVERYARCH_TEST_A'], process.env['EVERYARCH_TEST_B']]).toEqual(['before', undefined])
    delete process.env['EVERYARCH_TEST_A']
  })
})
