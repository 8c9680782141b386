import { describe, expect, expectTypeOf, it } from 'vitest'
import { noWants } from '../../../src/config/answer-wants.ts'
import { options } from '../../../src/config/options.ts'
import type { ResolvedConfig } from '../../../src/config/resolved-config.ts'
import type { RunSettings } from '../../../src/config/run-settings.ts'
import { defineConfig, type UserConfig } from '../../../src/config/user-config.ts'
import { parsePlatform } from '../../../src/oci/platform.ts'
import { listUnusedSettings, settingsFor } from '../../../src/plan/settings-for.ts'
import { resolveIn, type Situation } from './config-folder.ts'

async function resolveWith(config: object, more: Situation = {}): Promise<ResolvedConfig> {
  return resolveIn({ ...more, files: { 'everyarch.config.json': JSON.stringify(config) } })
}

async function settingsWith(config: UserConfig, platform: string, more: Situation = {}): Promise<RunSettings> {
  return settingsFor(await resolveWith(config, more), parsePlatform(platform))
}

describe('settings of one platform', () => {
  const config = defineConfig({
    timeout: '20s',
    memory: '1GiB',
    env: { LEVEL: 'info', NAME: 'app' },
    http: 5000,
    perPlatform: {
      'linux/aarch64': { timeout: '2m', env: { LEVEL: 'debug', EXTRA: 1 } },
      'linux/s390x': { expect: 'exit:0', command: '--version', pidsLimit: 9, level: 'static' },
    },
  })

  it('take the place of the general ones, and leave the others', async () => {
    expect(await settingsWith(config, 'linux/arm64')).toEqual({
      level: 'run',
      timeoutMs: 120_000,
      memoryBytes: 2 ** 30,
      env: { LEVEL: 'debug', NAME: 'app', EXTRA: '1' },
      http: [{ scheme: 'http', port: 5000, path: '/', wants: noWants }],
      container: {},
    })
  })

  it('take back what contradicts them', async () => {
    const settings = await settingsWith(config, 'linux/s390x')
    expect(settings).toMatchObject({ level: 'static', expected: { exitCode: 0 }, command: ['--version'] })
    expect(settings).not.toHaveProperty('http')
  })

  it('leave what goes with them', async () => {
    const more = { ...config, http: 5000, perPlatform: { 'linux/arm64': { expect: 'log:ready' } } }
    const settings = await settingsWith(more, 'linux/arm64')
    expect(settings).toMatchObject({ http: [{ port: 5000 }], expected: { log: [{ text: 'ready' }] } })
  })

  it('are not those of other platforms', async () => {
    expect(await settingsWith(config, 'linux/arm/v7')).toMatchObject({
      timeoutMs: 20_000,
      env: { LEVEL: 'info', NAME: 'app' },
    })
  })

  it('give way to the environment and to flags, as everything in the file does', async () => {
    const more = {
      argv: ['verify', 'app', '--timeout', '3s', '--env', 'LEVEL=warn'],
      variables: { EVERYARCH_MEMORY: '3GiB' },
    }
    expect(await settingsWith(config, 'linux/arm64', more)).toMatchObject({
      timeoutMs: 3000,
      memoryBytes: 3 * 2 ** 30,
      env: { LEVEL: 'warn', NAME: 'app', EXTRA: '1' },
    })
  })

  it('hold for every version of Windows, and for one before those for all', async () => {
    const windows = {
      perPlatform: { 'windows/amd64': { timeout: 1 }, 'windows(10.0.20348.1)/amd64': { timeout: 2 } },
    }
    expect(await settingsWith(windows, 'windows(10.0.17763.5)/amd64')).toMatchObject({ timeoutMs: 1000 })
    expect(await settingsWith(windows, 'windows(10.0.20348.1)/amd64')).toMatchObject({ timeoutMs: 2000 })
  })

  it('may be static where the others are not, or the other way round', async () => {
    const levels = { level: 'static', perPlatform: { 'linux/amd64': { level: 'run' } } } as const
    expect(await settingsWith(levels, 'linux/amd64')).toMatchObject({ level: 'run' })
    expect(await settingsWith(levels, 'linux/arm64')).toMatchObject({ level: 'static' })
  })
})

describe('settings of single platforms that are wrong', () => {
  it.each<[object, string, string]>([
    [{ perPlatform: ['linux/arm64'] }, 'config-invalid', 'perPlatform: a list is not an object'],
    [{ perPlatform: { 'linux/arm64': 'static' } }, 'config-invalid', 'perPlatform[\'linux/arm64\']: "static" is not'],
    [{ perPlatform: { 'linux/arm64': { level: 'none' } } }, 'config-invalid', '"none" is not run or static'],
    [{ perPlatform: { 'linux/arm46': {} } }, 'platform-invalid', 'perPlatform[\'linux/arm46\']: "linux/arm46" is not'],
    [{ perPlatform: { 'linux/arm64': {}, 'linux/aarch64': {} } }, 'config-invalid', 'it is linux/arm64, given above'],
    [
      { perPlatform: { 'linux/arm64': { http: 80, expect: 'exit:0' } } },
      'usage-invalid',
      'linux/arm64: --http and --expect exit:0 contradict each other',
    ],
  ])('%j is %s: %s', async (config, code, message) => {
    await expect(resolveWith(config)).rejects.toMatchObject({ code, message: expect.stringContaining(message) })
  })

  it('are named all at once, each with its path and what may be meant', async () => {
    const config = {
      timeout: 'soon',
      perPlatform: {
        'linux/arm64': { timeuot: '3s', 'pids-limit': 3, jobs: 2, json: true, nonsense: 1, memory: 'lots' },
        'linux/s390x': { env: { A: null } },
      },
    }
    const where = "  everyarch.config.json: perPlatform['linux/arm64']"
    await expect(resolveWith(config)).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringMatching(
        [
          '^8 settings are wrong',
          `${where}.timeuot: there is no such setting (did you mean timeout?)`,
          `${where}.pids-limit: there is no such setting (did you mean pidsLimit?)`,
          `${where}.jobs: no platform has its own (move jobs out of perPlatform)`,
          `${where}.json: is given on the command line only (write everyarch … --json)`,
          `${where}.nonsense: there is no such setting (the keys are `,
        ]
          .join('\n')
          .replaceAll(/[()[\].?]/g, String.raw`\$&`),
      ),
    })
    await expect(resolveWith(config)).rejects.toThrow(`${where}.memory: "lots" is not a size`)
    await expect(resolveWith(config)).rejects.toThrow("perPlatform['linux/s390x'].env: null is not a value for A")
  })
})

it('of a secret are only read where containers are started', async () => {
  const situation = { files: { 'everyarch.config.json': JSON.stringify({ secretEnv: 'TOKEN' }) } }
  await expect(resolveIn({ ...situation, argv: ['inspect', 'app'] })).resolves.toMatchObject({ container: {} })
  await expect(resolveIn({ ...situation, argv: ['verify', 'app'] })).rejects.toThrow('TOKEN is not set here')
  expect(await resolveIn({ ...situation, variables: { TOKEN: 'hunter22' } })).toMatchObject({
    container: { secretEnv: { TOKEN: 'hunter22' } },
  })
})

it('of a platform that an image does not have are told of', async () => {
  const config = await resolveWith({ perPlatform: { 'linux/s390x': {}, 'windows/amd64': {}, 'linux/aarch64': {} } })
  const present = ['windows(10.0.20348.1)/amd64', 'linux/arm64', 'linux/amd64'].map(parsePlatform)
  expect(listUnusedSettings(config, present)).toEqual([parsePlatform('linux/s390x')])
})

it('is one table: what a platform may have of its own is marked in it', () => {
  type Marked = { [K in keyof typeof options]: (typeof options)[K] extends { perPlatform: true } ? K : never }
  type OfPlatform = keyof NonNullable<UserConfig['perPlatform']>[string]
  expectTypeOf<Marked[keyof Marked]>().toEqualTypeOf<OfPlatform>()
  expect(Object.entries(options).flatMap(([name, option]) => ('perPlatform' in option ? [name] : []))).toContain('http')
})
