import { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listenForInterrupt } from '../../../src/cli/interrupt.ts'
import { runCommandLine } from '../../../src/cli/run-command-line.ts'
import type { RunVerb } from '../../../src/cli/run-verb.ts'
import { readEnvironment, type Variables } from '../../../src/config/environment.ts'
import { HarnessError } from '../../../src/errors.ts'
import { parseRunReports } from '../../../src/report/parse.ts'
import type { RunReport } from '../../../src/report/report.ts'
import { combineRunReports } from '../../../src/report/run-reports.ts'
import { mixedReport, passedReport } from '../reporters/sample-report.ts'
import { everyVerb } from './every-verb.ts'
import { recordTerminal, type TerminalKind } from './recorded-terminal.ts'
import { showOnScreen } from './screen-emulator.ts'

let cwd = ''
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'everyarch-cli-'))
})
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

interface Situation extends TerminalKind {
  readonly variables?: Variables
  readonly verb?: RunVerb
  readonly signals?: EventEmitter
}

/** What a command line prints and ends with, when its command is the one given. */
async function run(line: string, situation: Situation = {}) {
  const { variables = {}, verb = unexpected, signals = new EventEmitter() } = situation
  const terminal = recordTerminal(situation)
  const exitCode = await runCommandLine({
    argv: line === '' ? [] : line.split(' '),
    cwd,
    terminal,
    environment: readEnvironment(variables),
    now: () => 0,
    listenForInterrupt: (onFirst) => listenForInterrupt({ source: signals, onFirst, onSecond: () => undefined }),
    verbs: everyVerb(verb),
  })
  return { exitCode, stdout: terminal.stdout.text(), stderr: terminal.stderr.text() }
}

const unexpected: RunVerb = () => Promise.reject(new Error('no command was expected to run'))

/** A command that looks at images and reports this of each. */
function reporting(...reports: readonly RunReport[]): RunVerb {
  return (_, { onEvent }) => {
    for (const report of reports) {
      const { image, platforms, attestations = 0 } = report
      if (image?.digest !== undefined) {
        const keys = platforms.map(({ platform }) => platform)
        const { reference, digest } = image
        onEvent({ kind: 'image-resolved', reference, digest, platforms: keys, attestations })
      }
      for (const platform of platforms) onEvent({ kind: 'platform-end', report: platform })
      onEvent({ kind: 'run-end', report })
    }
    const [only, ...others] = reports
    const isOne = only !== undefined && others.length === 0
    return Promise.resolve({
      kind: 'report',
      report: isOne ? only : combineRunReports(passedReport.tool, 'verify', reports),
    })
  }
}

function failing(error: Error): RunVerb {
  return () => Promise.reject(error)
}

// No reporter can show a platform without a name.
const broken: RunVerb = (config, context) => {
  context.onEvent(JSON.parse('{"kind":"platform-end","report":{}}'))
  return reporting(passedReport)(config, context)
}

const listing: RunVerb = () =>
  Promise.resolve({
    kind: 'listing',
    document: { schemaVersion: 1, answer: 42 },
    render: () => ['the answer is 42'],
    errors: [{ code: 'engine-failed', message: 'it stutters' }],
    exitCode: 3,
  })

describe('a run', () => {
  it('prints its result as data and its progress beside it', async () => {
    const { exitCode, stdout, stderr } = await run('verify app', { verb: reporting(passedReport) })
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^✓ linux\/amd64 .*\n(.*\n)*\npassed: 3 of 3 platforms of .* in 0 ms: 200 on \/\n$/)
    expect(stderr).toMatch(/^example.com.*: 3 platforms, 3 attestations\n✓ linux\/amd64: passed/)
  })

  it('prints exactly the report as JSON, and everything else beside it', async () => {
    const { exitCode, stdout, stderr } = await run('verify app --json', { verb: reporting(mixedReport) })
    expect(exitCode).toBe(1)
    expect(parseRunReports(JSON.parse(stdout))).toEqual(mixedReport)
    expect(stderr).toContain('failed: 1 of 4 platforms')
    expect(stderr).toContain('error: the run did not end within 60 s')
  })

  it('of several images prints each result, and ends with the worst', async () => {
    const { exitCode, stdout } = await run('verify a b', { verb: reporting(passedReport, mixedReport) })
    expect(exitCode).toBe(1)
    expect(stdout).toContain('passed: 3 of 3 platforms')
    expect(stdout).toContain('failed: 1 of 4 platforms')
  })

  it('prints errors beside the data', async () => {
    const { stdout, stderr } = await run('verify app', { verb: reporting(mixedReport) })
    expect(stdout).not.toContain('error: the run')
    expect(stderr).toContain('error: the run did not end within 60 s\n  cause: timer\n  hint: give it longer\n')
  })

  it('that passed says nothing when it is to be quiet', async () => {
    const verb: RunVerb = (config, context) => {
      context.onEvent({ kind: 'notice', message: 'mind the gap' })
      return reporting(passedReport)(config, context)
    }
    expect((await run('verify app', { verb })).stderr).toContain('mind the gap')
    expect(await run('verify app -q', { verb })).toEqual({ exitCode: 0, stdout: '', stderr: '' })
  })

  it('that failed says only what went wrong when it is to be quiet', async () => {
    const { stdout } = await run('verify app -q', { verb: reporting(mixedReport) })
    expect(stdout).toContain('failed: 1 of 4')
    expect(stdout).not.toMatch(/^✓/m)
  })

  it('has colours on a terminal, and leaves none of its moving lines', async () => {
    const { stdout, stderr } = await run('verify app', { verb: reporting(passedReport), isTerminal: true })
    expect(stdout).toContain('\u001b[32mpassed\u001b[39m')
    expect(showOnScreen(stderr, 80)).toEqual([])
  })

  it('has no colours where nobody wants them', async () => {
    for (const situation of [{ variables: { NO_COLOR: '1' } }, { variables: {} }]) {
      const line = situation.variables.NO_COLOR === undefined ? 'verify app --no-color' : 'verify app'
      const { stdout } = await run(line, { ...situation, verb: reporting(mixedReport), isTerminal: true })
      expect(stdout).not.toContain('\u001b')
    }
  })

  it('gives GitHub its annotations where nothing else was said', async () => {
    const { stdout } = await run('verify app', { verb: reporting(mixedReport), variables: { GITHUB_ACTIONS: 'true' } })
    expect(stdout).toContain('\n::error title=run/health-unexpected')
    const json = await run('verify app --json', { verb: reporting(mixedReport), variables: { GITHUB_ACTIONS: 'true' } })
    expect(parseRunReports(JSON.parse(json.stdout))).toEqual(mixedReport)
  })

  it('is told of a reporter that failed, and can then not end well', async () => {
    const { exitCode, stderr } = await run('verify app --reporter json=.', { verb: reporting(passedReport) })
    expect(exitCode).toBe(3)
    expect(stderr).toMatch(/error: the json reporter could not write to \.\n {2}cause: EISDIR/)
  })

  it('goes on when what shows it fails', async () => {
    const { exitCode, stderr } = await run('verify app', { verb: broken })
    expect(exitCode).toBe(3)
    expect(stderr).toContain('error: the terminal reporter failed')
  })
})

describe('a listing', () => {
  it('is printed as text, its errors beside it', async () => {
    expect(await run('doctor', { verb: listing })).toEqual({
      exitCode: 3,
      stdout: 'the answer is 42\n',
      stderr: 'error: it stutters\n',
    })
  })

  it('is printed though it is to be quiet where it is what was asked for', async () => {
    const good: RunVerb = () =>
      Promise.resolve({ kind: 'listing', document: {}, render: () => ['a list'], errors: [], exitCode: 0 })
    for (const line of ['platforms a -q', 'plan a -q', 'resolve a -q']) {
      expect(await run(line, { verb: good })).toMatchObject({ exitCode: 0, stdout: 'a list\n' })
    }
    expect(await run('doctor -q', { verb: good })).toMatchObject({ exitCode: 0, stdout: '' })
  })

  it('is printed as JSON', async () => {
    const { stdout } = await run('doctor --json', { verb: listing })
    expect(JSON.parse(stdout)).toEqual({ schemaVersion: 1, answer: 42 })
  })
})

describe('an error', () => {
  const absent = new HarnessError('engine-absent', 'no engine answers', {
    hint: 'start one',
    cause: new Error('connect ENOENT'),
  })

  it('is a message, its cause and a hint, and an exit code', async () => {
    expect(await run('verify app', { verb: failing(absent) })).toEqual({
      exitCode: 3,
      stdout: '',
      stderr: 'error: no engine answers\n  cause: connect ENOENT\n  hint: start one\n',
    })
  })

  it('is a report for those who read JSON', async () => {
    const { stdout, exitCode } = await run('verify app --json', { verb: failing(absent) })
    expect(exitCode).toBe(3)
    expect(parseRunReports(JSON.parse(stdout))).toMatchObject({
      command: 'verify',
      image: { reference: 'app' },
      verdict: 'unverified',
      errors: [{ code: 'engine-absent', cause: 'connect ENOENT' }],
    })
  })

  it('shows where it comes from only to those who ask', async () => {
    const { stderr } = await run('verify app --debug', { verb: failing(absent) })
    expect(stderr).toContain('run-command-line.test.ts')
    expect((await run('verify app', { verb: failing(absent) })).stderr).not.toContain('run-command-line.test.ts')
  })

  it('that nobody thought of is internal', async () => {
    const { exitCode, stderr } = await run('verify app', { verb: failing(new TypeError('x is not a function')) })
    expect(exitCode).toBe(3)
    expect(stderr).toContain('error: unexpected: x is not a function')
  })

  it.each([
    ['verify app --platfrom x', 'there is no flag --platfrom', 'usage-invalid'],
    ['vrify app', 'there is no command "vrify"', 'usage-invalid'],
    ['verify', 'everyarch verify needs an image', 'usage-invalid'],
    ['verify app --platform linux/amd46', '"linux/amd46" is not a platform', 'platform-invalid'],
    ['verify app --config nowhere.json', 'there is no configuration file', 'config-invalid'],
  ])('in what is asked ends with 2: %s', async (line, message, code) => {
    const { exitCode, stdout, stderr } = await run(line)
    expect(exitCode).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain(message)
    const json = await run(`${line} --json`)
    expect(parseRunReports(JSON.parse(json.stdout))).toMatchObject({ verdict: null, exitCode: 2, errors: [{ code }] })
  })
})

describe('an interrupt', () => {
  it('aborts the command, says so, and ends with 130', async () => {
    const signals = new EventEmitter()
    const verb: RunVerb = (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('aborted')))
        signals.emit('SIGINT', 'SIGINT')
      })
    const { exitCode, stdout, stderr } = await run('verify app --json', { verb, signals })
    expect(exitCode).toBe(130)
    expect(stderr).toMatch(
      /^stopping, and removing what was started; press again to stop at once\nerror: interrupted by SIGINT\n/,
    )
    expect(parseRunReports(JSON.parse(stdout))).toMatchObject({ verdict: 'unverified', exitCode: 130 })
  })
})

describe('a question', () => {
  it('for help is answered with help', async () => {
    const { exitCode, stdout } = await run('--help')
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^everyarch proves/)
    expect((await run('help plan')).stdout).toMatch(/^Usage: everyarch plan /)
  })

  it('for the version is answered with it', async () => {
    const { exitCode, stdout } = await run('--version')
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\S*\n$/)
  })

  it('that is none at all is an error, and gets help', async () => {
    const { exitCode, stdout, stderr } = await run('')
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toMatch(/^everyarch proves/)
  })
})
