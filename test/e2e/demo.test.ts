import { readFile, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { parseRunReport } from '../../src/report/parse.ts'
import { listRunReports } from '../../src/report/run-reports.ts'
import { findLeftovers } from '../support/engine.ts'
import { type ProcessResult, runProcess } from '../support/run-process.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))
const reports = `${project}/.everyarch/demo`
const platforms = ['linux/amd64', 'linux/arm64', 'linux/arm/v7']

async function runDemo(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  // The summary of a step of this test's own is no place for the demo's.
  const own = { GITHUB_STEP_SUMMARY: undefined, ...env }
  return runProcess('scripts/demo', args, { cwd: project, env: own, timeoutMs: 580_000 })
}

describe('the demo', () => {
  let demo: ProcessResult

  beforeAll(async () => {
    await rm(reports, { recursive: true, force: true })
    demo = await runDemo()
  }, 600_000)

  it('ends with three passed platforms, and says how each was run', () => {
    expect(demo.exitCode, demo.stderr).toBe(0)
    for (const platform of platforms) {
      expect(demo.stdout).toMatch(
        new RegExp(`^\\S+ ${platform} +passed +(native|emulated by \\S+ \\S+) .* 200 on / `, 'm'),
      )
    }
    expect(demo.stdout).toMatch(/^passed: 3 of 3 platforms of \S+@sha256:/m)
  })

  it('says each step as it takes it, and where the reports are', () => {
    const steps = demo.stderr.split('\n').filter((line) => line.startsWith('demo: '))
    expect(steps.map((line) => line.slice(6, 9))).toEqual(['1/4', '2/4', '3/4', '4/4'])
    expect(steps.at(-1)).toContain('.everyarch/demo gets report.json, report.md and every other form')
  })

  it('writes the report of every digest of the index', async () => {
    const [report] = listRunReports(parseRunReport(JSON.parse(await readFile(`${reports}/report.json`, 'utf8'))))
    expect(report?.image?.reference).toContain(`@${report?.image?.digest}`)
    expect(report?.platforms).toMatchObject([
      { platform: 'linux/amd64', verdict: 'passed', uname: 'x86_64', health: { status: 200 } },
      { platform: 'linux/arm64', verdict: 'passed', uname: 'aarch64', health: { status: 200 } },
      {
        platform: 'linux/arm/v7',
        verdict: 'passed',
        uname: expect.stringMatching(/^(armv7l|armv8l|aarch64)$/),
        health: { status: 200 },
      },
    ])
    expect(new Set(report?.platforms.map(({ digest }) => digest)).size).toBe(3)
  })

  it('shows what each platform takes to build and to start, and how much of it is emulation', async () => {
    const [report] = listRunReports(parseRunReport(JSON.parse(await readFile(`${reports}/report.json`, 'utf8'))))
    const measured = report?.platforms.map(({ benchmarks = [] }) => [
      benchmarks.find(({ name }) => name === 'build (cold)'),
      benchmarks.find(({ name }) => name === 'start'),
    ])
    const natively = { medianMs: expect.any(Number) }
    const emulated = { ...natively, factor: expect.any(Number), factorOf: 'emulation', comparedTo: 'linux/amd64' }
    expect(measured).toMatchObject([
      [natively, natively],
      [emulated, emulated],
      [emulated, emulated],
    ])
    expect(report?.bench).toMatchObject({ builds: { name: '.everyarch/flask/times.json' } })
    const time = String.raw`[\d.]+ m?s(?: [\d.]+ s)?`
    expect(demo.stdout).toMatch(new RegExp(String.raw`^ +linux/amd64 +${time} +${time}$`, 'm'))
    for (const name of ['linux/arm64', 'linux/arm/v7']) {
      expect(demo.stdout).toMatch(new RegExp(String.raw`^ +${name} +${time} +[\d.]+ × +${time} +[\d.]+ ×$`, 'm'))
    }
    expect(demo.stdout).toMatch(/^builds: each platform alone, as measured on \d{4}-\d\d-\d\d /m)
  })

  it('writes every form of the report, and a table of which the README has the same', async () => {
    const files = [
      'github.txt',
      'junit.xml',
      'badge.svg',
      'badge.json',
      'README.md',
      'report.html',
      'report.svg',
      'timeline.svg',
      'summary.md',
    ]
    const texts = await Promise.all(files.map((file) => readFile(`${reports}/${file}`, 'utf8')))
    expect(texts[1]).toContain('<testsuite id="1" name="linux/amd64"')
    expect(texts[3]).toContain('"message": "3 verified"')
    expect(texts[5]).toContain('Every platform passed')
    expect(texts[6]).toMatch(/^<svg [^>]*xmlns=/)
    expect(texts[7]).toContain('RUN pip install --no-cache-dir flask')
    expect(texts[8]).toBe(await readFile(`${reports}/report.md`, 'utf8'))
    expect(texts[4]).toMatch(/\| `linux\/arm64` +\| ✅ works \| (natively|emulated by \S+) +\|/)
  })

  it('writes a report to be read, and what each application said', async () => {
    const markdown = await readFile(`${reports}/report.md`, 'utf8')
    for (const platform of platforms) {
      expect(markdown).toContain(`| \`${platform}\` | ✅ passed |`)
      const log = await readFile(`${reports}/${platform.replaceAll('/', '-')}/application.log`, 'utf8')
      expect(log).toContain('GET / HTTP/1.1" 200')
    }
  })

  it('leaves nothing in the engine', async () => {
    // It becomes the command line's process, so what was started carries its number.
    expect(await findLeftovers(demo.pid)).toEqual([])
  })

  it('finds everything in place the second time, and ends with the exit code of verify', async () => {
    const again = await runDemo([], { EVERYARCH_PLATFORM: 'linux/s390x' })
    expect(again.stderr).toMatch(/^demo: 1\/4 .*already$/m)
    expect(again.stderr).toMatch(/^demo: 2\/4 .*already$/m)
    expect(again.stderr).toMatch(/^demo: 3\/4 .*already, \S+@sha256:\w+$/m)
    expect(again.stdout).toContain('index/platform-missing')
    expect(again.exitCode).toBe(1)
  })

  it('refuses arguments, which it would ignore', async () => {
    const refused = await runDemo(['--http', '80'])
    expect(refused).toMatchObject({ exitCode: 2, stdout: '' })
    expect(refused.stderr).toContain('it takes no argument')
  })
})
