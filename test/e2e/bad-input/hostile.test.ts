import { mkdtempDisposable, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { parseRunReport } from '../../../src/report/parse.ts'
import { listRunReports } from '../../../src/report/run-reports.ts'
import { hostileApplication, type HostileApplication } from '../../support/acceptance/hostile-applications.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { findLeftovers, removeImages } from '../../support/engine.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'

const registry = openDistributionRegistry()

interface Verified {
  readonly exitCode: number | undefined
  readonly stdout: string
  /** `CODE SEVERITY: message` by platform. */
  readonly findings: Readonly<Record<string, readonly string[]>>
}

async function verify(what: HostileApplication, ...flags: readonly string[]): Promise<Verified> {
  const { reference, repository } = await hostileApplication(registry, what)
  onTestFinished(() => removeImages(repository))
  const result = await runEveryarch(['verify', reference, '--http', '8080', '--json', ...flags])
  expect(await findLeftovers(result.pid)).toEqual([])
  const platforms = listRunReports(parseRunReport(parseStdout(result))).flatMap((report) => report.platforms)
  const said = platforms.map(({ platform, findings }) => [
    platform,
    findings.map(({ code, severity, message }) => `${code} ${severity}: ${message}`),
  ])
  return { ...result, findings: Object.fromEntries(said) }
}

it('what forks without end ran into the limit of processes, whatever the time it has', async () => {
  const { exitCode, findings } = await verify('forks without end')
  const limit = expect.stringMatching(/^run\/out-of-memory environment: .*the default limit of 1024 processes$/)
  expect(findings).toEqual({ 'linux/amd64': [limit], 'linux/arm64': [limit] })
  expect(exitCode).toBe(3)
})

it('what eats the memory it was given is wrong about what it needs', async () => {
  const { exitCode, findings } = await verify('eats memory', '--memory', '96MiB')
  const limit = 'run/out-of-memory error: it ran into its limit of 96 MiB of memory'
  expect(findings).toEqual({ 'linux/amd64': [limit], 'linux/arm64': [limit] })
  expect(exitCode).toBe(1)
})

it('of what floods its log the first and the last words are kept', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-flood-'))
  const flags = ['--platform', 'linux/amd64', '--timeout', '6s', '--output', folder.path]
  const { exitCode, findings } = await verify('floods its log between its first and its last words', ...flags)
  expect(findings['linux/amd64']).toEqual([expect.stringMatching(/^run\/(?:hang|health-timeout) error: it /)])
  expect(exitCode).toBe(1)
  const log = await readFile(join(folder.path, 'linux-amd64', 'application.log'), 'utf8')
  expect(log.length).toBeLessThan(1.2 * 1024 ** 2)
  const words = log.split('\n').filter((line) => line !== 'x'.repeat(1023) && line !== '')
  const gaps = words.filter((line) => /^\[\d+ lines, \d+ [KM]iB, left out here\]$|^\[the engine lost /.test(line))
  expect(gaps).not.toEqual([])
  expect(words.filter((line) => !gaps.includes(line))).toEqual(['first words', 'last words'])
})

it('what floods its log for ever has failed when its time is over, and is removed', async () => {
  const { exitCode, findings } = await verify('floods its log', '--timeout', '4s')
  // On a crowded host one may take most of its time to write its first line: it was still at it, or silent.
  const fails = expect.stringMatching(/^run\/(?:hang|health-timeout) error: /)
  expect(findings).toEqual({ 'linux/amd64': [fails], 'linux/arm64': [fails] })
  expect(exitCode).toBe(1)
})

it('what loses a child, as its emulator says, is waited for like any other', async () => {
  const { exitCode, findings } = await verify('loses a child and waits before it serves')
  expect(findings).toEqual({ 'linux/amd64': [], 'linux/arm64': [] })
  expect(exitCode).toBe(0)
})

it('what ignores SIGTERM has passed, and is gone', async () => {
  const { exitCode, findings } = await verify('ignores SIGTERM')
  expect(findings).toEqual({ 'linux/amd64': [], 'linux/arm64': [] })
  expect(exitCode).toBe(0)
})

it('what an application prints is shown as text, wherever it is shown', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-markup-'))
  const { reference, repository } = await hostileApplication(registry, 'prints control characters and markup and ends')
  onTestFinished(() => removeImages(repository))
  const names = ['github', 'markdown', 'json', 'junit', 'html'] as const
  const reporters = names.flatMap((name) => ['--reporter', `${name}=${join(folder.path, name)}`])
  // Nothing is said of how to run it: its last line is quoted as what it wants.
  const flags = ['verify', reference, '--reporter', 'terminal', ...reporters]
  const result = await runEveryarch(flags, { env: { FORCE_COLOR: undefined, NO_COLOR: '1' } })
  expect(result.exitCode, result.stderr).toBe(3)
  const written = await Promise.all(names.map((name) => readFile(join(folder.path, name), 'utf8')))
  const shown: Record<string, string> = { terminal: result.stdout + result.stderr }
  for (const [at, name] of names.entries()) shown[name] = written[at] ?? ''
  for (const [name, text] of Object.entries(shown)) {
    expect(text, name).toContain('alert(1)')
    // eslint-disable-next-line no-control-regex
    expect(text, name).not.toMatch(/[\0\x07\x1b\r\u202e]/)
  }
  expect(shown['markdown']).not.toContain('<script>alert')
  expect(shown['html']).not.toContain('<script>alert')
  expect(shown['junit']).not.toContain('<script>alert')
  expect(shown['github']).not.toMatch(/^\s*::error::no/m)
})
