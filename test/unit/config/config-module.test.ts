import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createFolder } from './config-folder.ts'

const run = promisify(execFile)
const reader = new URL('../../../src/config/config-file.ts', import.meta.url).href

/** Loads a folder's configuration file in a process of its own: the test runner imports modules in its own way. */
async function loadInProcess(files: Readonly<Record<string, string>>): Promise<unknown> {
  const cwd = createFolder({ 'package.json': '{"type":"module"}', ...files })
  const script = `
    import { readConfigFile } from ${JSON.stringify(reader)}
    const result = await readConfigFile(process.cwd(), undefined).catch((error) => ({
      code: error.code, message: error.message, hint: error.hint, cause: error.cause?.message,
    }))
    console.log(JSON.stringify({ ...result, kind: typeof result.content }))`
  const { stdout } = await run(process.execPath, ['--no-warnings', '--input-type=module', '--eval', script], { cwd })
  const result: unknown = JSON.parse(stdout)
  return result
}

describe('a configuration file', () => {
  it.each([
    [
      'everyarch.config.ts',
      `import { defineConfig, type UserConfig } from 'everyarch/config'
      const settings: UserConfig = { jobs: 3 }
      export default defineConfig(settings)`,
    ],
    ['everyarch.config.mts', 'export default { jobs: 3 as number }'],
    ['everyarch.config.mjs', 'export default { jobs: await Promise.resolve(3) }'],
    ['everyarch.config.mjs', 'export default Promise.resolve({ jobs: 3 })'],
    ['everyarch.config.js', 'export default { jobs: 3 }'],
  ])('may be %s', async (name, text) => {
    expect(await loadInProcess({ [name]: text })).toEqual({ name, kind: 'object', content: { jobs: 3 } })
  })

  it.each([
    ['everyarch.config.mjs', '', 'exports no configuration', 'export default defineConfig', undefined],
    ['everyarch.config.mjs', 'export const config = {}', 'exports no configuration', 'export default', undefined],
    ['everyarch.config.mjs', `throw new Error('no luck')`, 'cannot be loaded', '--debug shows where', 'no luck'],
    [
      'everyarch.config.mjs',
      `export default Promise.reject(new Error('no luck'))`,
      'cannot be loaded',
      '--debug shows where',
      'no luck',
    ],
    ['everyarch.config.mjs', `throw 'no luck'`, 'cannot be loaded', '--debug shows where', undefined],
    ['everyarch.config.mjs', 'export default {', 'cannot be loaded', 'correct the syntax', 'Unexpected end of input'],
    ['everyarch.config.mjs', `import 'nowhere'`, 'cannot be loaded', 'install what it imports', 'nowhere'],
  ])('%s that says "%s" %s', async (name, text, message, hint, cause) => {
    expect(await loadInProcess({ [name]: text })).toMatchObject({
      code: 'config-invalid',
      message: `${name} ${message}`,
      hint: expect.stringContaining(hint),
      ...(cause === undefined ? {} : { cause: expect.stringContaining(cause) }),
    })
  })

  it.each([
    ['export default {\n  jobs: 3,\n  strict true\n}', '3:10', 'correct the syntax'],
    ['export default {}\nenum A { b }', '2:1', 'no enum'],
  ])('that says "%s" cannot be loaded, and is told of by line and column', async (text, place, hint) => {
    expect(await loadInProcess({ 'everyarch.config.ts': text })).toMatchObject({
      message: `everyarch.config.ts:${place} cannot be loaded`,
      hint: expect.stringContaining(hint),
    })
  })
})
