import { expect, test } from 'vitest'
import { parseStructureFile } from '../../../src/run/structure-file.ts'

test('a file is read with its defaults, scalars as they are written', async () => {
  const file = await parseStructureFile(
    `schemaVersion: 2.0.0
globalEnvVars: [{ key: A, value: 1 }]
commandTests: [{ name: c, command: ls, args: [-l, 7], envVars: [{ key: B, value: 0.10 }], setup: [[touch, /x]] }]
fileExistenceTests: [{ name: e, path: /etc }, { name: g, path: /x, shouldExist: false, uid: 7 }]
fileContentTests: [{ name: f, path: /x, expectedContents: [a] }]
metadataTest: { exposedPorts: [80], entrypoint: [], labels: [{ key: l, value: x.*, isRegex: true }] }
licenseTests: [{ debian: true }]
`,
    'a.yaml',
  )
  expect(file.commands).toMatchObject([
    { name: 'c', command: ['ls', '-l', '7'], env: { A: '1', B: '0.10' }, setup: [['touch', '/x']], exitCode: 0 },
  ])
  expect(file.existence).toMatchObject([
    { shouldExist: true, uid: -1, permissions: '' },
    { shouldExist: false, uid: 7 },
  ])
  expect(file.contents).toMatchObject([{ name: 'f', expectedContents: ['a'], excludedContents: [] }])
  expect(file.metadata).toMatchObject({ exposedPorts: ['80'], entrypoint: [], labels: [{ isRegex: true }] })
  expect(file.metadata?.cmd).toBeUndefined()
  expect(file.licenses).toBe(1)
})

test.each([
  ['schemaVersion: 1.0.0', 'schemaVersion is 1.0.0, not 2.0.0'],
  ['commandTests: []', 'schemaVersion is missing'],
  ['schemaVersion: 2.0.0\ncommandTest: []', 'commandTest is not supported'],
  ['schemaVersion: 2.0.0\ncommandTests: [{ name: x }]', 'command'],
  ['schemaVersion: 2.0.0\nfileExistenceTests: [{ name: x, path: /, shouldExist: perhaps }]', 'perhaps'],
  ['schemaVersion: 2.0.0\ncontainerRunOptions: { privileged: true }', 'privileged is not supported'],
  ['a: [', 'a.yaml cannot be run'],
  ['- a', 'a.yaml cannot be run'],
])('a file that is wrong is refused with the reason: %s', async (text, reason) => {
  await expect(parseStructureFile(text, 'a.yaml')).rejects.toMatchObject({
    code: 'suite-invalid',
    message: expect.stringContaining(reason),
  })
})
