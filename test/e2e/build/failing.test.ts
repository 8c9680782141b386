import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseRunReport } from '../../../src/report/parse.ts'
import { buildContext, busyboxStage } from '../../support/build-context.ts'
import { busyboxImage } from '../../support/busybox-image.ts'
import { uniqueText } from '../../support/content.ts'
import { digestAt } from '../../support/digest-at.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { pushPair } from '../../support/acceptance/pair.ts'
import { parseStdout, runEveryarch, startEveryarch } from '../../support/everyarch.ts'
import { listBuildFolders } from './build-folders.ts'

const registry = openDistributionRegistry()
const both = ['--platform', 'linux/amd64,linux/arm64']

describe('a build that fails', () => {
  it('for one platform names it, the line and what the step wrote, and leaves the tag alone', async () => {
    const old = await pushPair(registry, 'kept', (platform) => busyboxImage(platform))
    const tag = old.reference
    const step = 'RUN echo looking around; echo no luck; [ $TARGETARCH = amd64 ]'
    await using context = await buildContext({ Dockerfile: `${busyboxStage}ARG A=${uniqueText()}\n${step}\n` })
    const before = await digestAt(tag)
    const output = join(context.path, 'kept')
    const args = ['verify', '--build', context.path, ...both, '--tag', tag, '--publish', '--json', '--output', output]
    const result = await runEveryarch(args)
    expect(result.exitCode, result.stderr).toBe(2)
    expect(await readFile(join(output, 'build.log'), 'utf8')).toMatch(
      /RUN echo looking .*: failed.*\n {2}looking around\n/,
    )
    expect(JSON.parse(await readFile(join(output, 'report.json'), 'utf8'))).toEqual(parseStdout(result))
    expect(result.stderr).toContain('the build failed for linux/arm64 (emulated) at Dockerfile:6')
    expect(result.stderr).toContain('  | looking around\n  | no luck\n')
    const report = parseRunReport(parseStdout(result))
    expect(report).toMatchObject({ verdict: null, exitCode: 2, errors: [{ code: 'build-failed' }] })
    expect(report.builds?.map(({ failure }) => failure)).toMatchObject([
      {
        platform: 'linux/arm64',
        execution: 'emulated',
        file: 'Dockerfile',
        line: 6,
        message: 'exit code: 1',
        output: ['looking around', 'no luck'],
      },
    ])
    expect(await digestAt(tag)).toBe(before)
    expect(await listBuildFolders(result.pid)).toEqual([])
  })

  it.each([
    ['whose base lacks a platform', 'linux/amd64,linux/s390x', 'everyarch platforms', 2],
    ['whose base is in a registry that does not answer', 'linux/amd64', 'whether the builder reaches that registry', 3],
  ])('and %s says what to look at', async (what, platforms, hint, exitCode) => {
    const base = await pushPair(registry, 'base', (platform) => busyboxImage(platform))
    const from = what.includes('answer') ? '127.0.0.1:1/nobody/there:1' : base.reference
    await using context = await buildContext({ Dockerfile: `FROM ${from}\nCOPY index.html /\n` })
    const result = await runEveryarch(['verify', '--build', context.path, '--platform', platforms])
    expect(result.stderr).toContain(hint)
    expect(result.stderr).toContain('Dockerfile:1')
    expect(result.exitCode).toBe(exitCode)
  })

  it.each([
    ['a Dockerfile that is none', 'FRUM scratch\n', [], /unknown instruction: FRUM/, 2],
    ['a flag that buildx does not know', 'FROM scratch\n', ['--', '--fast'], /unknown flag: --fast/, 2],
    ['a builder that nobody has', 'FROM scratch\n', ['--builder', 'nobody'], /there is no builder "nobody"/, 2],
  ])('by %s is said to', async (_, file, flags, message, exitCode) => {
    await using context = await buildContext({ Dockerfile: file })
    const result = await runEveryarch(['verify', '--build', context.path, ...flags])
    expect(result.stderr).toMatch(message)
    expect(result.exitCode).toBe(exitCode)
  })
})

it('secrets of a build are shown nowhere', async () => {
  const [token, line] = [`s3cret-${uniqueText()}`, `t0ken${uniqueText()}`]
  const steps = [
    'RUN --mount=type=secret,id=one --mount=type=secret,id=two \\',
    '  busybox=/bin/busybox; $busybox cat /run/secrets/one; $busybox cat /run/secrets/two; $busybox false',
  ]
  await using context = await buildContext({
    Dockerfile: `${busyboxStage}${steps.join('\n')}\n`,
    npmrc: `//registry.example.com/:_authToken=${line}\n`,
  })
  const secrets = ['--secret', 'id=one,env=TOKEN', '--secret', `id=two,src=${join(context.path, 'npmrc')}`]
  const report = join(context.path, 'report.json')
  const flags = ['--platform', 'linux/amd64', '--debug', '--reporter', `json=${report}`]
  const result = await runEveryarch(['verify', '--build', context.path, ...secrets, ...flags], {
    env: { TOKEN: token },
  })
  const shown = [result.stdout, result.stderr, await readFile(report, 'utf8')].join('\n')
  expect(result.exitCode).toBe(2)
  expect(result.stderr).toContain('  | ***')
  expect(shown).not.toContain(token)
  expect(shown).not.toContain(line)
})

it('secrets that an image was built with are shown nowhere when it runs', async () => {
  const token = `s3cret-${uniqueText()}`
  // A cached step would bring the token of an earlier run.
  const copy = `RUN --mount=type=secret,id=one : ${uniqueText()}; /bin/busybox cp /run/secrets/one /token`
  const command = 'ENTRYPOINT ["/bin/busybox", "cat", "/token"]'
  await using context = await buildContext({ Dockerfile: `${busyboxStage}${copy}\n${command}\n` })
  const output = join(context.path, 'output')
  const flags = ['--secret', 'id=one,env=TOKEN', '--platform', 'linux/amd64', '--output', output]
  const result = await runEveryarch(['verify', '--build', context.path, ...flags], { env: { TOKEN: token } })
  expect(result.exitCode, result.stderr).toBe(0)
  expect(await readFile(join(output, 'linux-amd64', 'application.log'), 'utf8')).toBe('***\n')
})

describe('a build that never ends', () => {
  const endless = `${busyboxStage}RUN /bin/busybox sleep 600\n`

  it('ends with the deadline, which says what it was at', async () => {
    await using context = await buildContext({ Dockerfile: endless })
    const args = ['verify', '--build', context.path, '--platform', 'linux/amd64', '--deadline', '8s', '--json']
    const result = await runEveryarch(args)
    expect(result.exitCode, result.stderr).toBe(3)
    const { errors } = parseRunReport(parseStdout(result))
    expect(errors).toMatchObject([{ code: 'deadline-exceeded' }])
    expect(errors[0]?.message).toMatch(/still building, at linux\/amd64 RUN \/bin\/busybox sleep 600$/)
    expect(await listBuildFolders(result.pid)).toEqual([])
    expect(await listBuilds(context.path)).toEqual([])
  })

  it('ends with Ctrl-C', async () => {
    await using context = await buildContext({ Dockerfile: endless })
    const publishing = ['--tag', `${registry.address}/everyarch/stopped:1`, '--publish', '--json']
    const building = ['verify', '--build', context.path, '--platform', 'linux/amd64']
    await using running = startEveryarch([...building, ...publishing])
    await running.waitForOutput(/RUN \/bin\/busybox sleep 600/)
    running.kill('SIGINT')
    const result = await running.finished
    expect(result.exitCode, result.stderr).toBe(130)
    const { builds, publish, errors } = parseRunReport(parseStdout(result))
    expect(errors).toMatchObject([{ code: 'interrupted' }])
    expect(builds).toMatchObject([
      { failure: { platform: 'linux/amd64', instruction: expect.stringContaining('sleep') } },
    ])
    expect(publish).toMatchObject({ state: 'refused', tags: [{ state: 'kept' }] })
    expect(await listBuildFolders(result.pid)).toEqual([])
    expect(await listBuilds(context.path)).toEqual([])
  })
})

/** Processes that build a context. */
async function listBuilds(context: string): Promise<readonly string[]> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const lines = await Promise.all(processes.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))
  return lines.filter((line) => line.includes(context))
}
