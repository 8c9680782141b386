import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseStructureFile } from '../../../src/run/structure-file.ts'

const usual = { isRegex: false }

test('a file is read with its defaults, scalars as they are written', async () => {
  const file = await parseStructureFile(
    `schemaVersion: 2.0.0
globalEnvVars: [{ key: A, value: 1 }]
commandTests: [{ name: c, command: ls, args: [-l, 7], envVars: [{ key: B, value: 0.10 }], setup: [[touch, /x]] }]
fileExistenceTests: [{ name: e, path: /etc }, { name: g, path: /x, shouldExist: n, uid: 0x10, gid: 017 }]
fileContentTests: [{ name: f, path: /x, expectedContents: [a] }]
metadataTest: { exposedPorts: [80], entrypoint: [], labels: [{ key: l, value: x.*, isRegex: true }] }
licenseTests: [{ debian: true, files: }]
`,
    'a.yaml',
  )
  expect(file.env).toEqual([{ key: 'A', value: '1', ...usual }])
  expect(file.commands).toMatchObject([
    {
      name: 'c',
      command: ['ls', '-l', '7'],
      env: [{ key: 'B', value: '0.10', ...usual }],
      setup: [['touch', '/x']],
      exitCode: 0,
    },
  ])
  expect(file.existence).toMatchObject([
    { shouldExist: true, uid: -1, permissions: '' },
    { shouldExist: false, uid: 16, gid: 15 },
  ])
  expect(file.contents).toMatchObject([{ name: 'f', expectedContents: ['a'], excludedContents: [] }])
  expect(file.metadata).toMatchObject({ exposedPorts: ['80'], entrypoint: [], labels: [{ isRegex: true }] })
  expect(file.metadata?.cmd).toBeUndefined()
  expect(file.licenses).toEqual([{ debian: true, files: [] }])
  expect(file.options).toBeUndefined()
})

test('JSON, aliases and merged keys are read, and a metadata test that wants nothing is none', async () => {
  const json = { schemaVersion: '2.0.0', fileContentTests: [{ name: 'f', path: '/x' }], metadataTest: { user: '' } }
  const file = await parseStructureFile(JSON.stringify(json), 'a.json')
  expect(file).toMatchObject({ contents: [{ name: 'f' }], metadata: undefined })
  const merged = `schemaVersion: 2.0.0
fileExistenceTests:
  - &first { name: a, path: /a, permissions: '-rw-r--r--' }
  - { <<: *first, name: b }
`
  const { existence } = await parseStructureFile(merged, 'a.yaml')
  expect(existence).toMatchObject([
    { name: 'a', path: '/a' },
    { name: 'b', path: '/a', permissions: '-rw-r--r--' },
  ])
})

test('a file of schema 1.0.0 has whole commands, and knows no metadata', async () => {
  const old = "schemaVersion: '1.0.0'\n"
  const { commands } = await parseStructureFile(`${old}commandTests: [{ name: c, command: [ls, -l] }]`, 'a.yaml')
  expect(commands).toMatchObject([{ command: ['ls', '-l'] }])
  await expect(parseStructureFile(`${old}metadataTest: { user: a }`, 'a.yaml')).rejects.toThrow('metadataTest')
  const args = `${old}commandTests: [{ name: c, command: [ls], args: [-l] }]`
  await expect(parseStructureFile(args, 'a.yaml')).rejects.toThrow('args is of schemaVersion 2.0.0')
})

test('how containers are run is read, with the variables of a file and of this process', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'structure-'))
  await writeFile(join(folder.path, 'app.env'), 'A=1\nB="${A} 2"\n')
  const text = `schemaVersion: 2.0.0
fileExistenceTests: [{ name: e, path: / }]
containerRunOptions:
  { user: app, privileged: true, allocateTty: true, envVars: [C], envFile: app.env, capabilities: [sys_admin], bindMounts: ['./x:/x', '/y:/y:ro,z'] }
`
  const place = { cwd: folder.path, variables: { C: '3', D: '4' } }
  expect((await parseStructureFile(text, 'a.yaml', place)).options).toEqual({
    isSet: true,
    user: 'app',
    isPrivileged: true,
    hasTerminal: true,
    capAdd: ['SYS_ADMIN'],
    binds: [`${join(process.cwd(), 'x')}:/x:rw`, '/y:/y:ro,z'],
    env: { A: '1', B: '1 2', C: '3' },
  })
  const lacking = { cwd: folder.path, variables: {} }
  await expect(parseStructureFile(text, 'a.yaml', lacking)).rejects.toThrow('C is not set')
  const elsewhere = { cwd: join(folder.path, 'none'), variables: place.variables }
  await expect(parseStructureFile(text, 'a.yaml', elsewhere)).rejects.toThrow('app.env cannot be read')
})

const start = 'schemaVersion: 2.0.0\n'
const bomb = `a: &a [${'x,'.repeat(9)}x]\n${Array.from('bcdefgh', (name, index) => `${name}: &${name} [${`*${'abcdefg'[index]},`.repeat(9)}x]`).join('\n')}`

test.each([
  ['schemaVersion: 3.0.0', 'schemaVersion is 3.0.0, not 2.0.0 or 1.0.0'],
  ['commandTests: []', 'schemaVersion is missing'],
  [start, 'it holds no test'],
  [`${start}commandTest: []`, 'commandTest is not supported; did you mean commandTests?'],
  [`${start}commandTests: [{ name: x }]`, 'commandTests[0].command must not be empty'],
  [`${start}commandTests: [{ name: x, command: a, setup: [[]] }]`, 'must name a command'],
  [`${start}commandTests: [{ name: x, command: a, envVars: [{ key: A }] }]`, 'a key and a value each'],
  [`${start}commandTests: [{ name: x, command: a, exitCode: 1x }]`, 'whole number, not 1x'],
  [`${start}fileExistenceTests: [{ name: x, path: /, shouldExist: perhaps }]`, 'perhaps'],
  [`${start}fileExistenceTests: [{ name: x, path: /, path: / }]`, 'path is there twice at line 2'],
  [`${start}metadataTest: { labels: [{ value: a }] }`, 'has no key'],
  [
    `${start}fileContentTests: [{ name: x, path: / }]\ncontainerRunOptions: { priviledged: true }`,
    'did you mean privileged?',
  ],
  [`${start}fileContentTests: [{ name: x, path: / }]\ncontainerRunOptions: { bindMounts: ['data:/x'] }`, 'data'],
  [`${start}fileContentTests: [{ name: x, path: / }]\ncontainerRunOptions: { capabilities: [sys_admn] }`, 'sys_admn'],
  [`${start}---\n${start}`, 'several documents'],
  ['a: [', 'a.yaml cannot be run'],
  ['a: [\n}', 'at line 2, column 1'],
  ['', 'it is empty'],
  ['- a', 'a.yaml cannot be run'],
  [`${start}${bomb}`, 'alias'],
  ['['.repeat(20_000), 'a.yaml cannot be run'],
  [`#${'x'.repeat(1024 * 1024)}`, 'larger than'],
])('a file that is wrong is refused with the reason, case %#', async (text, reason) => {
  await expect(parseStructureFile(text, 'a.yaml')).rejects.toMatchObject({
    code: 'suite-invalid',
    message: expect.stringContaining(reason),
  })
})
