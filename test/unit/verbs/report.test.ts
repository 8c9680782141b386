import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommandLine } from '../../../src/cli/run-command-line.ts'
import { readEnvironment } from '../../../src/config/environment.ts'
import { parseRunReport } from '../../../src/report/parse.ts'
import { recordTerminal } from '../cli/recorded-terminal.ts'
import { crash, digestOf, emulated, native, ran, shard, skipped } from '../report/shards.ts'

const amd64 = shard([ran('linux/amd64', native), skipped('linux/arm64')])
const arm64 = shard([skipped('linux/amd64'), ran('linux/arm64', native)])
const crashed = shard([skipped('linux/amd64'), ran('linux/arm64', emulated, 'inconclusive', [crash])])
const other = shard(arm64.platforms, { image: { reference: 'example.com/app:1', digest: digestOf('c') } })

let cwd = ''
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'everyarch-report-'))
  for (const [name, content] of Object.entries({ amd64, arm64, crashed, other })) {
    writeFileSync(join(cwd, `${name}.json`), JSON.stringify(content))
  }
  writeFileSync(join(cwd, 'cut.json'), JSON.stringify(amd64).slice(0, -40))
  writeFileSync(join(cwd, 'empty.json'), '')
  writeFileSync(join(cwd, 'later.json'), JSON.stringify({ ...amd64, schemaVersion: 2 }))
  writeFileSync(join(cwd, 'wrong.json'), JSON.stringify({ ...amd64, platforms: [{ platform: 7 }] }))
})
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

/** Runs `everyarch report` on files of the folder, given without their ending. */
async function report(names: string, flags: readonly string[] = []) {
  const terminal = recordTerminal({ columns: 200 })
  const files = names.split(' ').map((name) => join(cwd, `${name}.json`))
  const exitCode = await runCommandLine({
    argv: ['report', ...files, ...flags],
    cwd,
    terminal,
    environment: readEnvironment({}),
    now: () => 0,
    listenForInterrupt: () => ({ signal: new AbortController().signal, close: () => undefined }),
  })
  return { exitCode, stdout: terminal.stdout.text(), stderr: terminal.stderr.text() }
}

describe('everyarch report', () => {
  it('prints the platforms of all files and ends with their verdict', async () => {
    const { exitCode, stdout } = await report('amd64 crashed')
    expect(exitCode).toBe(4)
    expect(stdout).toMatch(/linux\/amd64 +passed +native/)
    expect(stdout).toMatch(/linux\/arm64 +inconclusive +emulated by qemu-aarch64 7\.2\.22/)
    expect((await report('amd64 crashed arm64')).exitCode).toBe(0)
    expect((await report('amd64')).exitCode).toBe(0)
    const half = await report('amd64 amd64')
    expect(half.exitCode).toBe(3)
    expect(half.stdout).toMatch(/linux\/arm64 +unverified +verified in none of the reports/)
  })

  it('writes the merged report in every form', async () => {
    const { stdout } = await report('amd64 arm64', ['--json', '--reporter', 'markdown=merged.md'])
    expect(parseRunReport(JSON.parse(stdout))).toMatchObject({ command: 'report', verdict: 'passed', exitCode: 0 })
    expect(readFileSync(join(cwd, 'merged.md'), 'utf8')).toContain('linux/arm64')
  })

  it("writes it by a reporter of one's own, and finds one that is not there before anything else", async () => {
    writeFileSync(join(cwd, 'mine.mjs'), 'export default ({ verdict }) => `it ${verdict}\\n`')
    expect(await report('amd64 arm64', ['--reporter', './mine.mjs'])).toMatchObject({
      exitCode: 0,
      stdout: 'it passed\n',
    })
    const missing = await report('amd64 arm64', ['--reporter', './mina.mjs=out.txt'])
    expect(missing).toMatchObject({ exitCode: 2, stdout: '' })
    expect(missing.stderr).toContain('the reporter "./mina.mjs" is no file')
  })

  it('names the platforms that are needed', async () => {
    expect((await report('amd64', ['--platform', 'linux/arm64'])).exitCode).toBe(3)
    expect((await report('arm64', ['--platform', 'linux/arm64', '--strict'])).exitCode).toBe(0)
  })

  it.each([
    ['cut', 'cut.json": it is cut off'],
    ['amd64 empty', 'empty.json": it is empty'],
    ['amd64 none', 'none.json": it cannot be read'],
    ['later', 'later.json": report.schemaVersion is 2: the report was written by a later everyarch'],
    ['wrong', 'wrong.json": report.platforms[0].platform must be a string, not 7'],
    ['amd64 other', 'the reports are of different images'],
  ])('refuses %s', async (names, message) => {
    const { exitCode, stderr } = await report(names)
    expect(exitCode).toBe(2)
    expect(stderr.replaceAll(/\n +/g, ' ')).toContain(message)
  })

  it('needs a file', async () => {
    const terminal = recordTerminal({})
    const exitCode = await runCommandLine({
      argv: ['report'],
      cwd,
      terminal,
      environment: readEnvironment({}),
      now: () => 0,
      listenForInterrupt: () => ({ signal: new AbortController().signal, close: () => undefined }),
    })
    expect([exitCode, terminal.stderr.text()]).toEqual([2, expect.stringContaining('everyarch report needs a file')])
  })
})
