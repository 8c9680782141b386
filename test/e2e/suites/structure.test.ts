import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parseRunReport } from '../../../src/report/parse.ts'
import { openDistributionRegistry } from '../../support/distribution-registry.ts'
import { docker, findLeftovers, removeImages } from '../../support/engine.ts'
import { parseStdout, runEveryarch } from '../../support/everyarch.ts'
import {
  listStructureFiles,
  pushStructureImage,
  structureFolder,
  structureVariables,
} from '../../support/structure-image.ts'
import { readOurVerdicts, type Verdicts } from '../../support/structure-verdicts.ts'

const recorded: Verdicts = JSON.parse(await readFile(join(structureFolder, 'verdicts.json'), 'utf8'))
const files = await listStructureFiles()
const env = { ...process.env, ...structureVariables }

it('every test of every file gives what container-structure-test gave, natively and emulated', async () => {
  expect(files).toEqual(Object.keys(recorded).toSorted())
  const image = await pushStructureImage(openDistributionRegistry())
  const suites = files.flatMap((name) => ['--suite', join(structureFolder, name)])
  const args = ['verify', image.reference, '--json', '--expect', 'exit:0', '--test-timeout', '3m', ...suites]
  const result = await runEveryarch(args, { cwd: structureFolder, env, timeoutMs: 900_000 })
  expect(result.exitCode, result.stderr).toBe(1)
  const report = parseRunReport(parseStdout(result))
  const expected = Object.fromEntries(
    Object.entries(recorded).map(([name, { passed, failed }]) => [
      name,
      { tests: passed.length + failed.length, failed: failed.toSorted() },
    ]),
  )
  expect(readOurVerdicts(report, 'linux/amd64')).toEqual(expected)
  expect(readOurVerdicts(report, 'linux/arm64')).toEqual(expected)
  expect(await findLeftovers(result.pid)).toEqual([])
  const made = await docker('image', 'ls', '--quiet', 'everyarch-setup-*')
  expect(made.stdout).toBe('')
  await removeImages(image.repository)
})

it('what is otherwise on purpose: terminals are read, capabilities given, and JSON has the defaults of YAML', async () => {
  const image = await pushStructureImage(openDistributionRegistry())
  await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-structure-'))
  const capability = 'CapBnd:\\s+[0-9a-f]{10}[2367abef][0-9a-f]{5}\\b'
  const tests = {
    'terminal.yaml': `commandTests: [{ name: t, command: echo, args: [hello], expectedOutput: [hello] }]
containerRunOptions: { allocateTty: true }`,
    'capability.yaml': `commandTests: [{ name: c, command: cat, args: [/proc/self/status], expectedOutput: ['${capability}'] }]
containerRunOptions: { user: root, capabilities: [sys_admin] }`,
    'defaults.json': `"fileExistenceTests": [{ "name": "d", "path": "/srv" }] }`,
  }
  const suites: string[] = []
  for (const [name, text] of Object.entries(tests)) {
    const version = name.endsWith('.json') ? '{ "schemaVersion": "2.0.0",' : 'schemaVersion: 2.0.0'
    await writeFile(join(folder.path, name), `${version}\n${text}\n`)
    suites.push('--suite', join(folder.path, name))
  }
  const args = ['verify', image.reference, '--json', '--platform', 'linux/amd64', '--expect', 'exit:0', ...suites]
  const result = await runEveryarch(args)
  expect(result.exitCode, result.stdout).toBe(0)
  const ours = readOurVerdicts(parseRunReport(parseStdout(result)), 'linux/amd64')
  expect(Object.keys(ours).toSorted()).toEqual(Object.keys(tests).toSorted())
  await removeImages(image.repository)
})
