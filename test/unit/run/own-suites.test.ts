import { mkdtempDisposable, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseDigest } from '../../../src/oci/digest.ts'
import { openControlServer, type HarnessHandlers } from '../../../src/run/control-server.ts'
import { readTimes } from '../../../src/run/own-benches.ts'
import { runOwnSuitesInThread } from '../../../src/run/own-suites.ts'
import type { OwnRun, OwnSuites } from '../../../src/run/own-test.ts'

const digest = parseDigest(`sha256:${'0'.repeat(64)}`)
const execution = { kind: 'native', proof: 'it is the own architecture' } as const
const target = { project: 'p', platform: 'linux/amd64', digest, image: 'i', execution, acceptedMachines: ['x86_64'] }
const head = "import { expect, test } from 'everyarch/vitest'\n"

const unasked = async (): Promise<never> => {
  throw new Error('nobody asks this')
}

/** Runs suites against a platform whose commands repeat their own words and end with 3. */
async function runSuites(suites: Readonly<Record<string, string>>, changes: Partial<OwnSuites> = {}): Promise<OwnRun> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'own-suites-'))
  for (const [name, text] of Object.entries(suites)) await writeFile(join(folder.path, name), head + text)
  const file = {
    path: '/app',
    kind: 'file',
    mode: 0o755,
    uid: 0,
    gid: 0,
    sizeBytes: 3,
    text: '',
    architecture: 'arm64',
  }
  const handlers: HarnessHandlers = {
    container: async (_command, { options }) => ({ id: 'c', addresses: {}, isOwn: options.user !== undefined }),
    start: unasked,
    health: unasked,
    uname: async () => ({ machine: 'x86_64', source: 'image' }),
    logs: unasked,
    exec: unasked,
    run: async (command) => ({ exitCode: 3, stdout: command.join(' '), stderr: 'sorry' }),
    image: unasked,
    file: async (_command, { path }) => (path === '/app' ? { file: { ...file, kind: 'file' } } : {}),
    close: async () => null,
  }
  const server = await openControlServer(() => handlers)
  try {
    const own = { root: folder.path, files: Object.keys(suites), testTimeoutMs: 20_000, ...changes }
    const request = { ...own, target, address: server.address }
    const told = await runOwnSuitesInThread(request, new AbortController().signal)
    expect((await readdir(folder.path)).toSorted()).toEqual(Object.keys(suites).toSorted())
    return told
  } finally {
    await server.close()
  }
}

test('tells of each test how it went, and of a failed one what was said and where', async () => {
  const { tests, unfinished } = await runSuites({
    'a.test.ts': `test('works', async ({ run, uname }) => {
      expect(await run(['hello'])).toExitWith(3)
      expect(await uname()).toReportArchitecture()
      expect('aarch64').toReportArchitecture('linux/arm64')
      expect('aarch64').not.toReportArchitecture('linux/amd64')
    })
    test('fails', async ({ run }) => {
      expect(await run(['hello'])).toExitWith(0)
    })
    test.skip('is not wanted', () => {})`,
    'b[1].test.ts': `test.override({ containerOptions: { user: '7' } })
    test('has a container of its own', async ({ container }) => expect(container.isOwn).toBe(true))
    test('is built', async ({ file }) => {
      expect(await file('/app')).toBeBuiltFor('linux/arm64')
      expect(await file('/nothing')).toBeUndefined()
      expect(await file('/app')).toBeBuiltFor()
    })`,
  })
  expect(unfinished.size).toBe(0)
  const told = tests.map(({ file, test: name, status, line }) => ({ file, name, status, line }))
  expect(told).toEqual([
    { file: 'a.test.ts', name: 'works', status: 'passed', line: 2 },
    { file: 'a.test.ts', name: 'fails', status: 'failed', line: 9 },
    { file: 'a.test.ts', name: 'is not wanted', status: 'skipped', line: 11 },
    { file: 'b[1].test.ts', name: 'has a container of its own', status: 'passed', line: 3 },
    { file: 'b[1].test.ts', name: 'is built', status: 'failed', line: 7 },
  ])
  expect(tests[1]?.messages).toEqual(['expected the command to exit with 0, it exited with 3\nhello\nsorry'])
  expect(tests[4]?.messages).toEqual(['expected a file built for linux/amd64: /app is built for arm64'])
})

test.for([
  ["test('x', () => { const = 3 })", /^a\.test\.ts cannot be run: line 2: .*Unexpected token/],
  ["import { nothing } from './nowhere.ts'\ntest('x', () => nothing())", /^a\.test\.ts cannot be run: .*nowhere\.ts/],
  ["throw new Error('not today')", /^a\.test\.ts cannot be run: line 2: not today/],
  ['export const nothing = 1', /^a\.test\.ts cannot be run: No test suite found/],
] as const)('a suite that cannot be loaded is an error that says why: %s', async ([text, message]) => {
  await expect(runSuites({ 'a.test.ts': text })).rejects.toMatchObject({
    code: 'suite-invalid',
    message: expect.stringMatching(message),
  })
})

test('a test that waits for ever is late, and the others are run', async () => {
  const { tests } = await runSuites(
    { 'a.test.ts': "test('waits', () => new Promise(() => {}))\ntest('goes on', () => {})" },
    { testTimeoutMs: 300 },
  )
  expect(tests.map(({ test: name, status }) => [name, status])).toEqual([
    ['waits', 'timed-out'],
    ['goes on', 'passed'],
  ])
})

test('an error that nobody handles, and one of a hook, fail their suite', async () => {
  const { tests } = await runSuites({
    'a.test.ts': `import { beforeAll } from 'vitest'
    beforeAll(() => { throw new Error('no hook') })
    test('x', () => {})`,
    'b.test.ts': `test('escapes', async () => {
      void Promise.reject(new Error('escaped'))
      await new Promise((resolve) => setTimeout(resolve, 20))
    })`,
  })
  const failed = tests.filter(({ status }) => status === 'failed')
  expect(failed.map(({ file, messages }) => [file, ...messages])).toEqual([
    ['a.test.ts', 'no hook'],
    ['b.test.ts', 'escaped'],
  ])
})

test('a suite that is stopped has failed nothing', async () => {
  const request = { root: tmpdir(), files: ['a.test.ts'], testTimeoutMs: 1000, target, address: 'nobody' }
  const { tests, unfinished } = await runOwnSuitesInThread(request, AbortSignal.abort())
  expect(tests).toEqual([])
  expect([...unfinished]).toEqual([['a.test.ts', 'the run was stopped']])
})

test('tells what benches took, and runs the others where one fails or waits for ever', async () => {
  const { tests, unfinished } = await runSuites(
    {
      'own.bench.ts': `const few = { iterations: 3, time: 0, warmup: false }
      test('commands', async ({ bench, run }) => {
        await bench('one', () => run(['hello'])).run(few)
        await bench.compare(bench('two', () => run(['hello'])), bench('nothing', () => {}), few)
      })
      test('fails', async ({ bench }) => {
        await bench('works', () => {}).run(few)
        await bench('does not', () => { throw new Error('no such page') }).run(few)
      })
      test('waits', { timeout: 50 }, ({ bench }) => bench('for ever', () => new Promise(() => {})).run(few))
      test('measures nothing', ({ bench }) => void bench('not run', () => {}))`,
    },
    { areBenches: true },
  )
  expect(unfinished.size).toBe(0)
  const medianMs: unknown = expect.any(Number)
  expect(tests).toMatchObject([
    {
      test: 'commands',
      status: 'passed',
      benches: [
        { name: 'one', medianMs },
        { name: 'nothing', medianMs },
        { name: 'two', medianMs },
      ],
    },
    { test: 'fails', status: 'failed', messages: [expect.stringContaining('no such page')] },
    { test: 'waits', status: 'timed-out' },
    { test: 'measures nothing', status: 'passed' },
  ])
  expect(tests[0]?.benches?.[0]?.medianMs).toBeGreaterThan(0)
  expect(tests.at(-1)).not.toHaveProperty('benches')
  expect([...readTimes(tests).keys()]).toEqual([
    'bench commands: one',
    'bench commands: nothing',
    'bench commands: two',
  ])
})
