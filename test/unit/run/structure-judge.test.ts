import { afterAll, describe, expect, it } from 'vitest'
import type { ImageFile } from '../../../src/engine/image-file.ts'
import { parseDigest } from '../../../src/oci/digest.ts'
import { parseStructureFile, type StructureFile } from '../../../src/run/structure-file.ts'
import { openPatterns } from '../../../src/run/patterns.ts'
import type { StructureResult } from '../../../src/run/structure-command.ts'
import { formatMode, judgeCommand, judgeContent, judgeExistence } from '../../../src/run/structure-judge.ts'
import { judgeMetadata } from '../../../src/run/structure-metadata.ts'

const patterns = openPatterns()
afterAll(() => patterns.close())

const ended = (exitCode: number, stdout: string, stderr: string, isCut = false): StructureResult => ({
  kind: 'ended',
  exitCode,
  stdout,
  stderr,
  isCut,
})
const read = (text: string): Promise<StructureFile> => parseStructureFile(`schemaVersion: 2.0.0\n${text}`, 'a.yaml')

function file(mode: number, kind: ImageFile['entry']['kind'] = 'file', text = ''): ImageFile {
  const entry = { kind, name: 'x', linkName: '', mode, uid: 0, gid: 5, sizeBytes: 0, storedBytes: 0 }
  return { entry, bytes: Buffer.from(text) }
}

describe('a command test', () => {
  it('wants its exit code, and patterns that are in the output or are not', async () => {
    const [test] = (
      await read(
        "commandTests: [{ name: c, command: x, exitCode: 1, expectedOutput: ['^a.c$'], excludedError: [bad] }]",
      )
    ).commands
    if (test === undefined) throw new Error('it was read')
    expect(await judgeCommand(test, ended(1, 'abc', ''), patterns)).toEqual([])
    expect(await judgeCommand(test, ended(0, 'abc\n', 'bad'), patterns)).toEqual([
      'expected no "bad" in its error output: bad',
      'expected "^a.c$" in its output: abc',
      'expected exit code 1, it was 0',
    ])
  })

  it('fails where it, or a command before it, could not be executed, whatever exit code it wants', async () => {
    const [test] = (await read('commandTests: [{ name: c, command: x, exitCode: 127 }]')).commands
    if (test === undefined) throw new Error('it was read')
    const refused = { kind: 'refused', message: 'x: not found' } as const
    expect(await judgeCommand(test, refused, patterns)).toEqual(['it could not be executed: x: not found'])
  })

  it('takes patterns that are none as wrong, and an output too long to be looked at', async () => {
    const [test] = (await read("commandTests: [{ name: c, command: x, expectedOutput: ['('], excludedOutput: ['('] }]"))
      .commands
    if (test === undefined) throw new Error('it was read')
    expect(await judgeCommand(test, ended(0, '(', ''), patterns)).toHaveLength(2)
    const plain = { ...test, expectedOutput: [], excludedOutput: [] }
    expect(await judgeCommand(plain, ended(0, '', '', true), patterns)).toEqual([])
    expect(await judgeCommand({ ...plain, excludedOutput: ['a'] }, ended(0, '', '', true), patterns)).toHaveLength(1)
  })
})

describe('a file test', () => {
  it('knows modes as Go writes them', () => {
    expect(formatMode(file(0o644).entry)).toBe('-rw-r--r--')
    expect(formatMode(file(0o4755).entry)).toBe('urwxr-xr-x')
    expect(formatMode(file(0o1777, 'directory').entry)).toBe('dtrwxrwxrwx')
    expect(formatMode(file(0o777, 'symlink').entry)).toBe('Lrwxrwxrwx')
  })

  it('looks at existence, permissions, owner and who may execute', async () => {
    const [test, absent] = (
      await read(
        "fileExistenceTests: [{ name: e, path: /x, permissions: '-rw-r--r--', uid: 0, gid: 0, isExecutableBy: any }, { name: n, path: /n, shouldExist: false }]",
      )
    ).existence
    if (test === undefined || absent === undefined) throw new Error('they were read')
    expect(judgeExistence(test, undefined)).toEqual(['there is no /x'])
    expect(judgeExistence(test, file(0o600))).toHaveLength(3)
    expect(judgeExistence({ ...test, gid: 5, permissions: '', isExecutableBy: 'owner' }, file(0o700))).toEqual([])
    expect(judgeExistence({ ...test, isExecutableBy: 'me' }, file(0o644))).toContain('isExecutableBy: me is nobody')
    expect(judgeExistence(absent, undefined)).toEqual([])
    expect(judgeExistence(absent, file(0o644))).toEqual(['there is /n'])
  })

  it('looks into the content of what is a file', async () => {
    const [test] = (
      await read('fileContentTests: [{ name: f, path: /x, expectedContents: [a], excludedContents: [b] }]')
    ).contents
    if (test === undefined) throw new Error('it was read')
    expect(await judgeContent(test, file(0o644, 'file', 'cat'), patterns)).toEqual([])
    expect(await judgeContent(test, file(0o644, 'file', 'tub'), patterns)).toHaveLength(2)
    expect(await judgeContent(test, file(0o755, 'directory'), patterns)).toEqual(['/x is a folder'])
    expect(await judgeContent(test, undefined, patterns)).toEqual(['there is no file /x'])
  })
})

it('a metadata test compares what the configuration of the image says', async () => {
  const image = {
    reference: 'r',
    digest: parseDigest(`sha256:${'0'.repeat(64)}`),
    entrypoint: [],
    command: ['run'],
    env: { A: '1' },
    user: 'app',
    workdir: '/',
    labels: { l: 'xy' },
    exposedPorts: ['80/tcp'],
    volumes: ['/data'],
  }
  const wanted = async (text: string): Promise<readonly string[]> => {
    const { metadata } = await read(`metadataTest: { ${text} }`)
    return metadata === undefined ? ['not read'] : judgeMetadata(metadata, image, patterns)
  }
  const good =
    "entrypoint: [], cmd: [run], envVars: [{ key: A, value: 1 }], unboundEnvVars: [{ key: B }], user: app, workdir: /, labels: [{ key: l, value: '^x', isRegex: true }], exposedPorts: [80], unexposedPorts: [81], volumes: [/data], unmountedVolumes: [/x]"
  expect(await wanted(good)).toEqual([])
  const bad =
    'entrypoint: [a], cmd: [], envVars: [{ key: A, value: 2 }, { key: C, value: 2 }], unboundEnvVars: [{ key: A }], user: root, workdir: /x, labels: [{ key: m, value: x }], exposedPorts: [81], unexposedPorts: [80], volumes: [/x], unmountedVolumes: [/data]'
  expect(await wanted(bad)).toHaveLength(12)
})
