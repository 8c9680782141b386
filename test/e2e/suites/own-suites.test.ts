import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findLeftovers, removeImages } from '../../support/engine.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'
import { pushTellingImage } from '../settings/telling-image.ts'

const suite = `import { expect, test } from 'everyarch/vitest'
test('names its architecture', async ({ run, platform }) => {
  expect(await run(['uname -m'])).toReportArchitecture(platform)
  expect(await run(['exit 3'])).toExitWith(3)
})
test('is x86', async ({ run }) => {
  expect((await run(['uname -m'])).stdout).toBe('x86_64')
})
`
const structure = `schemaVersion: 2.0.0
commandTests:
  - { name: echo, command: sh, args: [-c, 'echo $0 there', 'hi'], expectedOutput: ['there'] }
fileExistenceTests:
  - { name: shell, path: /bin, permissions: 'drwxr-xr-x' }
  - { name: nothing, path: /nothing, shouldExist: false }
`

it("users' own tests are checks of every platform, and what fails on one fails that one", async () => {
  const { reference, repository } = await pushTellingImage()
  await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-suites-'))
  await writeFile(join(folder.path, 'own.test.ts'), suite)
  await writeFile(join(folder.path, 'structure.yaml'), structure)
  const flags = ['--suite', join(folder.path, 'own.test.ts'), '--suite', join(folder.path, 'structure.yaml')]
  const result = await runEveryarch(['verify', reference, '--json', '--expect', 'exit:0', ...flags, '--', 'exit 0'])
  expect(result.exitCode, result.stderr).toBe(1)
  const own = [
    expect.objectContaining({ name: expect.stringContaining('own.test.ts'), status: 'failed' }),
    expect.objectContaining({ name: expect.stringContaining('structure.yaml'), status: 'passed' }),
  ]
  expect(parseStdout(result)).toMatchObject({
    platforms: [
      { platform: 'linux/amd64', verdict: 'passed', findings: [] },
      {
        platform: 'linux/arm64',
        verdict: 'failed',
        findings: [{ code: 'suite/test-failed', message: expect.stringMatching(/own\.test\.ts:7: is x86: .*aarch64/) }],
        checks: expect.arrayContaining(own),
      },
    ],
  })
  expect(await findLeftovers(result.pid)).toEqual([])
  await removeImages(repository)
})

it('what a file overrides holds for that file alone, and its container goes with it', async () => {
  const { reference, repository } = await pushTellingImage()
  await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-suites-'))
  const overriding = (user: string): string => `import { expect, test } from 'everyarch/vitest'
test.override({ containerOptions: { user: '${user}', command: ['sleep 60'] } })
test('has its own', async ({ container, exec }) => {
  expect([container.isOwn, (await exec(['id', '-u'])).stdout]).toEqual([true, '${user}\\n'])
})
// Larger files run first.${' '.repeat(1000)}
`
  const shared = `import { expect, test } from 'everyarch/vitest'
test('has that of the run', async ({ container, containerOptions }) => {
  expect([container.isOwn, containerOptions]).toEqual([false, {}])
})
`
  await writeFile(join(folder.path, 'first.test.ts'), overriding('4242'))
  await writeFile(join(folder.path, 'second.test.ts'), `${overriding('1000')} `)
  await writeFile(join(folder.path, 'third.test.ts'), shared)
  const flags = ['--suite', join(folder.path, '*.test.ts'), '--platform', 'linux/amd64']
  const result = await runEveryarch(['verify', reference, '--json', ...flags, '--', 'sleep 60'])
  expect(result.exitCode, result.stdout + result.stderr).toBe(0)
  expect(result.stderr).not.toContain('left open')
  expect(await findLeftovers(result.pid)).toEqual([])
  await removeImages(repository)
})
