import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openOwnChecks } from '../../../src/verbs/own-checks.ts'

test('suites are found by pattern, once each, and named from the folder that holds them all', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'own-checks-'))
  const here = join(folder.path, 'here')
  for (const name of ['here/checks/b', 'here/node_modules/c', 'shared']) {
    await mkdir(join(folder.path, name), { recursive: true })
  }
  const files = [
    'here/checks/[x].test.ts',
    'here/checks/b/a.test.mts',
    'here/node_modules/c/n.test.ts',
    'shared/s.test.js',
  ]
  for (const name of files) await writeFile(join(folder.path, name), '')
  const names = async (...suites: readonly string[]) =>
    (await openOwnChecks({ suites, testTimeoutMs: 1 }, { cwd: here, variables: {} })).checks?.names
  expect(await names()).toBeUndefined()
  expect(await names('./checks/**/*.test.*', 'checks/[x].test.ts')).toEqual([
    'checks/[x].test.ts',
    'checks/b/a.test.mts',
  ])
  expect(await names('**/*.test.ts', '../shared/*')).toEqual(['here/checks/[x].test.ts', 'shared/s.test.js'])
  await expect(names('cheks/*')).rejects.toMatchObject({
    code: 'suite-invalid',
    message: expect.stringContaining('cheks'),
  })
})

test('a file that can be no suite is refused', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'own-checks-'))
  await writeFile(join(folder.path, 'notes.md'), '')
  await expect(
    openOwnChecks({ suites: ['*.md'], testTimeoutMs: 1 }, { cwd: folder.path, variables: {} }),
  ).rejects.toMatchObject({
    code: 'suite-invalid',
    message: expect.stringContaining('notes.md'),
  })
})

test('benches are run where something is measured, and are skipped checks where nothing is', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'own-checks-'))
  for (const name of ['page.bench.ts', 'page.test.ts']) await writeFile(join(folder.path, name), '')
  const files = { suites: ['*.ts'], testTimeoutMs: 1 }
  const bench = { longestMs: 1, requests: 0, commands: [], buildRounds: 0, thresholds: [] }
  const measured = await openOwnChecks({ ...files, bench }, { cwd: folder.path, variables: {} })
  expect(measured.checks?.names).toEqual(['page.test.ts'])
  expect(measured.benches).toEqual({ root: folder.path, files: ['page.bench.ts'], testTimeoutMs: 1, areBenches: true })
  const unmeasured = await openOwnChecks(files, { cwd: folder.path, variables: {} })
  expect(unmeasured).not.toHaveProperty('benches')
  expect(unmeasured.checks?.names).toEqual(['page.test.ts', 'page.bench.ts'])
})
