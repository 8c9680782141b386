import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { parseStdout, runEveryarch, startEveryarch } from '../../support/everyarch.ts'
import { runProcess } from '../../support/run-process.ts'

const main = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url))

/** A registry that takes every connection and says nothing. */
const silent = createServer((socket) => socket.resume())
const isAsked = new Promise<void>((resolve) => silent.once('connection', () => resolve()))
let image = ''

beforeAll(async () => {
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const address = silent.address()
  image = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}/app:1`
})
afterAll(() => new Promise((resolve) => silent.close(resolve)))

describe('the process', () => {
  it('prints its version', async () => {
    expect(await runEveryarch(['--version'])).toMatchObject({ exitCode: 0, stderr: '' })
  })

  it('ends with 2 when it is asked for something wrong', async () => {
    const result = await runEveryarch(['verify', 'app', '--platfrom', 'linux/arm64'])
    expect(result).toMatchObject({ exitCode: 2, stdout: '' })
    expect(result.stderr).toContain('did you mean --platform?')
  })

  it('is interrupted by SIGINT: one message, a report, exit code 130', async () => {
    await using running = startEveryarch(['platforms', image, '--json'])
    await isAsked
    running.kill('SIGINT')
    const result = await running.finished
    expect(result.exitCode).toBe(130)
    expect(parseStdout(result)).toEqual({
      schemaVersion: 1,
      tool: { name: 'everyarch', version: expect.any(String) },
      image: { reference: image },
      errors: [{ code: 'interrupted', message: 'interrupted by SIGINT' }],
    })
    expect(result.stderr).toMatch(/^stopping, .*\nerror: interrupted by SIGINT\n$/)
  })

  it('does not mind that nobody reads on', async () => {
    const script = 'set -o pipefail; "$0" --conditions=everyarch-source "$1" verify --help | head -1'
    const result = await runProcess('bash', ['-c', script, process.execPath, main])
    expect(result).toMatchObject({
      exitCode: 0,
      stdout: 'Usage: everyarch verify [FLAGS] IMAGE… [-- COMMAND]\n',
      stderr: '',
    })
  })

  it('ends with 3 when a configuration file never comes to an end', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'everyarch-process-'))
    onTestFinished(() => rmSync(cwd, { recursive: true, force: true }))
    writeFileSync(join(cwd, 'everyarch.config.mjs'), 'await new Promise(() => {})\nexport default {}')
    const result = await runEveryarch(['platforms', image], { cwd })
    expect(result).toMatchObject({ exitCode: 3, stdout: '' })
    expect(result.stderr).toMatch(/^error: nothing is left to wait for/)
  })

  it('ends with 3, in one line, when it cannot be loaded', async () => {
    const hook = `import { registerHooks } from 'node:module'
      registerHooks({ resolve(name, context, next) {
        if (name === './start.ts') throw new Error('a part is\\nmissing')
        return next(name, context)
      } })`
    const load = `--import=data:text/javascript,${encodeURIComponent(hook)}`
    const result = await runProcess(process.execPath, [load, '--conditions=everyarch-source', main, '--version'])
    expect(result).toMatchObject({ exitCode: 3, stdout: '' })
    expect(result.stderr).toBe('error: everyarch cannot be loaded, install it again: Error: a part is missing\n')
  })

  it.each([
    ['an error that nobody catches', (error: string) => `setTimeout(() => { throw ${error} }, 100)`],
    ['a rejection that nobody handles', (error: string) => `setTimeout(() => Promise.reject(${error}), 100)`],
  ])('ends with 3 after %s, and tells it as any other', async (_, crash) => {
    const cwd = mkdtempSync(join(tmpdir(), 'everyarch-process-'))
    onTestFinished(() => rmSync(cwd, { recursive: true, force: true }))
    const error = "new Error('GET http://me:secret@example.com\\u001b[31m')"
    writeFileSync(join(cwd, 'everyarch.config.mjs'), `${crash(error)}\nexport default {}`)
    const result = await runEveryarch(['platforms', image], { cwd })
    expect(result).toMatchObject({ exitCode: 3, stdout: '' })
    expect(result.stderr).toMatch(
      /^error: unexpected: GET http:\/\/\*\*\*@example\.com\\x1b\[31m\n {2}hint: run again with --debug/,
    )
    expect(result.stderr).not.toContain('secret')
  })
})
