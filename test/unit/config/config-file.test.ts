import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readConfigFile } from '../../../src/config/config-file.ts'
import { createFolder, resolveIn } from './config-folder.ts'

describe('a configuration file', () => {
  it('need not be there', async () => {
    expect(await readConfigFile(createFolder(), undefined)).toBeUndefined()
  })

  it('is not looked for in folders above', async () => {
    const folder = createFolder({ 'everyarch.config.json': '{"jobs":3}', 'below/readme.md': '' })
    expect(await readConfigFile(join(folder, 'below'), undefined)).toBeUndefined()
  })

  it('may be named, and then only that one counts', async () => {
    const files = { 'everyarch.config.json': '{"jobs":3}', 'ci/other.json': '{"jobs":4}' }
    expect(await resolveIn({ files, argv: ['verify', 'app', '--config', 'ci/other.json'] })).toMatchObject({ jobs: 4 })
    expect(await resolveIn({ files, variables: { EVERYARCH_CONFIG: 'ci/other.json' } })).toMatchObject({ jobs: 4 })
  })

  it.each<[Readonly<Record<string, string>>, string, string]>([
    [
      { 'everyarch.config.json': '{ "jobs": 3, }' },
      'everyarch.config.json cannot be read as JSON',
      'no trailing commas',
    ],
    [{ 'everyarch.config.json': '' }, 'everyarch.config.json cannot be read as JSON', 'JSON has no comments'],
    [
      { 'everyarch.config.json': '[]' },
      'everyarch.config.json: a configuration is an object, and this is a list',
      'defineConfig',
    ],
    [
      { 'everyarch.config.json': 'null' },
      'everyarch.config.json: a configuration is an object, and this is null',
      'defineConfig',
    ],
    [
      { 'everyarch.config.json': '7' },
      'everyarch.config.json: a configuration is an object, and this is a number',
      'defineConfig',
    ],
    [
      { 'everyarch.config.mjs': 'export default () => ({})' },
      'everyarch.config.mjs: a configuration is an object, and this is a function',
      'defineConfig',
    ],
    [
      { 'everyarch.config.ts': '', 'everyarch.config.json': '{}' },
      'there are two configuration files: everyarch.config.ts and everyarch.config.json',
      'keep one',
    ],
  ])('%j is wrong: %s', async (files, message, hint) => {
    await expect(resolveIn({ files })).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    })
  })

  it('is named when it is not there', async () => {
    await expect(resolveIn({ argv: ['verify', 'app', '--config', 'nowhere.ts'] })).rejects.toMatchObject({
      code: 'config-invalid',
      message: 'there is no configuration file "nowhere.ts"',
    })
  })
})
