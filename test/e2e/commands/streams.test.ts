import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verbNames } from '../../../src/config/verb-name.ts'
import { parseRunReport } from '../../../src/report/parse.ts'
import { pushPair } from '../../support/acceptance/pair.ts'
import { serverImage } from '../../support/busybox-image.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { findLeftovers, removeImages } from '../../support/engine.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'
import type { PushedImage } from '../../support/image-registry.ts'
import { runProcess } from '../../support/run-process.ts'

let pair: PushedImage
beforeAll(async () => {
  pair = await pushPair(openDistributionRegistry(), 'streams', serverImage)
})
afterAll(() => removeImages(pair.repository))

const main = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url))
const missing = ['--require', 'linux/s390x']
const escape = '\u001B['
const bare = { NO_COLOR: undefined, FORCE_COLOR: undefined, GITHUB_ACTIONS: undefined, CI: undefined }

describe('help', () => {
  it.each(verbNames)('of %s shows how it is used, with examples and every flag', async (verb) => {
    const { exitCode, stdout, stderr } = await runEveryarch([verb, '--help'])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toMatch(new RegExp(`^Usage: everyarch ${verb}\\b`))
    expect(stdout).toMatch(new RegExp(`^Examples:\n {2}everyarch ${verb}\\b.* # `, 'm'))
    for (const flag of ['--json', '--quiet', '--no-color']) expect(stdout).toContain(flag)
    expect(stdout.includes('--config')).toBe(verb !== 'init')
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100)
  })

  it('names every command; without one it is an error', async () => {
    const asked = await runEveryarch(['--help'])
    expect(asked).toMatchObject({ exitCode: 0, stderr: '' })
    for (const verb of verbNames) expect(asked.stdout).toMatch(new RegExp(`^ {2}${verb} {2,}\\w`, 'm'))
    expect(await runEveryarch([])).toMatchObject({ exitCode: 2, stdout: '', stderr: asked.stdout })
  })

  it('is no part of the version, which is that of the package', async () => {
    const manifest: { version: string } = JSON.parse(
      await readFile(fileURLToPath(new URL('../../../package.json', import.meta.url)), 'utf8'),
    )
    expect(await runEveryarch(['--version'])).toMatchObject({
      exitCode: 0,
      stdout: `${manifest.version}\n`,
      stderr: '',
    })
  })
})

describe('colours', () => {
  it('are for terminals, and for those who ask', async () => {
    const inspect = ['inspect', pair.reference]
    expect((await runEveryarch(inspect, { env: bare })).stdout).not.toContain(escape)
    expect((await runEveryarch([...inspect, '--color'], { env: bare })).stdout).toContain(escape)
    expect((await runEveryarch(inspect, { env: { ...bare, FORCE_COLOR: '1' } })).stdout).toContain(escape)
    expect((await runEveryarch(inspect, { env: { ...bare, FORCE_COLOR: '1', NO_COLOR: '1' } })).stdout).not.toContain(
      escape,
    )
    const flagged = await runEveryarch([...inspect, '--no-color'], { env: { ...bare, FORCE_COLOR: '1' } })
    expect(flagged.stdout).not.toContain(escape)
  })

  it('are in errors too, and never in JSON', async () => {
    const result = await runEveryarch(['verify', 'a b', '--json', '--color'], { env: bare })
    expect(result.stderr).toContain(escape)
    expect(result.stdout).not.toContain(escape)
    expect(parseStdout(result)).toMatchObject({ exitCode: 2 })
  })

  it('and marks give way to ASCII where the locale has no more', async () => {
    const env = { ...bare, LC_ALL: 'C' }
    const { stdout } = await runEveryarch(['inspect', pair.reference, ...missing], { env })
    expect(stdout).toContain('index/platform-missing')
    expect(stdout).toMatch(/^[ -~\n]*$/)
  })
})

describe('a quiet run', () => {
  it('says nothing when all is well', async () => {
    const flags = ['verify', pair.reference, '--http', '8080', '--platform', 'linux/amd64', '--quiet']
    expect(await runEveryarch(flags)).toMatchObject({ exitCode: 0, stdout: '', stderr: '' })
    expect(await runEveryarch(['inspect', pair.reference, '-q'])).toMatchObject({ exitCode: 0, stdout: '', stderr: '' })
  })

  it('says what is wrong', async () => {
    const { exitCode, stdout } = await runEveryarch(['inspect', pair.reference, '--quiet', ...missing])
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/index\/platform-missing/)
    expect(stdout).not.toMatch(/✓/)
  })
})

describe('standard output', () => {
  it('is one JSON document with --json, and all else goes beside it', async () => {
    const flags = ['verify', pair.reference, '--http', '8080', '--json', '--platform', 'linux/amd64']
    const result = await runEveryarch(flags, { env: bare })
    expect(parseRunReport(parseStdout(result))).toMatchObject({ verdict: 'passed', exitCode: 0 })
    expect(result.stderr).toMatch(/linux\/amd64: starting[^]*✓ linux\/amd64 +passed/)
  })

  it('may be closed by who has seen enough', async () => {
    const script = '"$0" --conditions=everyarch-source "$@" | head -1; echo "${PIPESTATUS[0]}"'
    for (const [args, code] of [
      [['platforms', pair.reference, '--json'], 0],
      [['inspect', pair.reference, ...missing], 1],
    ] as const) {
      const piped = await runProcess('bash', ['-c', script, process.execPath, main, ...args])
      expect(piped).toMatchObject({ stdout: expect.stringMatching(new RegExp(`^.+\n${code}\n$`)), stderr: '' })
    }
  })

  it('may be closed from the start: the run goes on to its end, and leaves nothing', async () => {
    const script = 'exec "$0" --conditions=everyarch-source "$@" >&-'
    const flags = ['verify', pair.reference, '--http', '8080', '--platform', 'linux/amd64']
    const { pid, exitCode, stderr } = await runProcess('bash', ['-c', script, process.execPath, main, ...flags])
    expect(exitCode, stderr).toBe(0)
    expect(stderr).not.toMatch(/EPIPE|EBADF|error/)
    expect(await findLeftovers(pid)).toEqual([])
  })
})

describe('in GitHub Actions', () => {
  it('findings are annotations, and a summary is added to the step', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-github-'))
    const summary = join(folder.path, 'summary.md')
    await writeFile(summary, 'before\n')
    const env = { ...bare, GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary }
    const { exitCode, stdout } = await runEveryarch(['inspect', pair.reference, ...missing], { env })
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/^::error title=index\/platform-missing .*::linux\/s390x is not in the index/m)
    expect(await readFile(summary, 'utf8')).toMatch(
      /^before\n### ❌ failed[^]*`linux\/arm64`[^]*index\/platform-missing/,
    )
  })

  it('a summary that cannot be written is told, and changes no verdict', async () => {
    const env = { ...bare, GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: '/dev/null/summary' }
    const { exitCode, stdout, stderr } = await runEveryarch(['inspect', pair.reference], { env })
    expect(exitCode).toBe(3)
    expect(stdout).toMatch(/^passed: 2 of 2/m)
    expect(stderr).toMatch(/^error: the github reporter could not write[^]*hint: /)
  })
})
