import type { ImageFile } from '../engine/image-file.ts'
import type { PatternResult, Patterns } from './patterns.ts'
import type { StructureResult } from './structure-command.ts'
import type { StructureCommand, StructureContent, StructureExistence } from './structure-file.ts'

type Search = Pick<Patterns, 'search'>

/** The most of a text that a message quotes. */
const longestShown = 500

/** What is wrong with a text: a pattern that is none is wrong, whether it is to be there or not. */
export async function judgeText(
  text: string,
  { expected, excluded = [] }: { readonly expected: readonly string[]; readonly excluded?: readonly string[] },
  what: string,
  { search }: Search,
): Promise<readonly string[]> {
  const shown = text.trim().slice(0, longestShown)
  const messages: string[] = []
  const judge = (pattern: string, result: PatternResult, wanted: 'found' | 'absent'): void => {
    if (result === wanted) return
    const no = wanted === 'found' ? '' : 'no '
    const why = typeof result === 'object' ? `the pattern was not looked for: ${result.problem}` : shown
    messages.push(`expected ${no}"${pattern}" in its ${what}: ${why}`)
  }
  for (const pattern of expected) judge(pattern, await search(pattern, text), 'found')
  for (const pattern of excluded) judge(pattern, await search(pattern, text), 'absent')
  return messages
}

export async function judgeCommand(
  test: StructureCommand,
  result: StructureResult,
  patterns: Search,
): Promise<readonly string[]> {
  if (result.kind === 'refused') return [`it could not be executed: ${result.message}`]
  const { exitCode, stdout, stderr, isCut } = result
  const error = { expected: test.expectedError, excluded: test.excludedError }
  const output = { expected: test.expectedOutput, excluded: test.excludedOutput }
  const isLookedAt = [...Object.values(error), ...Object.values(output)].some(({ length }) => length > 0)
  return [
    ...(isCut && isLookedAt ? ['it wrote more than is looked at'] : []),
    ...(await judgeText(stderr, error, 'error output', patterns)),
    ...(await judgeText(stdout, output, 'output', patterns)),
    ...(exitCode === test.exitCode ? [] : [`expected exit code ${test.exitCode}, it was ${exitCode}`]),
  ]
}

export async function judgeContent(
  test: StructureContent,
  file: ImageFile | undefined,
  patterns: Search,
): Promise<readonly string[]> {
  if (file === undefined) return [`there is no file ${test.path}`]
  if (file.entry.kind === 'directory') return [`${test.path} is a folder`]
  const wanted = { expected: test.expectedContents, excluded: test.excludedContents }
  return judgeText(Buffer.from(file.bytes).toString('utf8'), wanted, 'content', patterns)
}

const executableBits: Readonly<Record<string, number>> = { any: 0o111, owner: 0o100, group: 0o010, other: 0o001 }

export function judgeExistence(test: StructureExistence, file: ImageFile | undefined): readonly string[] {
  const { path, shouldExist, permissions, uid, gid, isExecutableBy } = test
  if (file === undefined) return shouldExist ? [`there is no ${path}`] : []
  if (!shouldExist) return [`there is ${path}`]
  const { entry } = file
  const mode = formatMode(entry)
  const bits = executableBits[isExecutableBy]
  return [
    ...(permissions === '' || mode === permissions ? [] : [`expected ${permissions}, ${path} has ${mode}`]),
    ...(isExecutableBy !== '' && bits === undefined ? [`isExecutableBy: ${isExecutableBy} is nobody`] : []),
    ...(bits === undefined || (entry.mode & bits) !== 0
      ? []
      : [`expected ${path} to be executable by ${isExecutableBy}, it has ${mode}`]),
    ...(uid === -1 || uid === entry.uid ? [] : [`expected ${path} to be of user ${uid}, it is of ${entry.uid}`]),
    ...(gid === -1 || gid === entry.gid ? [] : [`expected ${path} to be of group ${gid}, it is of ${entry.gid}`]),
  ]
}

/** A mode as Go writes it, the kind of file first: `drwxr-xr-x`, `urwxr-xr-x` with setuid. */
export function formatMode({ kind, mode }: Pick<ImageFile['entry'], 'kind' | 'mode'>): string {
  const kinds: Readonly<Record<string, string>> = { directory: 'd', symlink: 'L', device: 'D', fifo: 'p' }
  const special = [
    kinds[kind] ?? '',
    (mode & 0o4000) === 0 ? '' : 'u',
    (mode & 0o2000) === 0 ? '' : 'g',
    (mode & 0o1000) === 0 ? '' : 't',
  ].join('')
  const bits = Array.from('rwxrwxrwx', (letter, index) => ((mode >> (8 - index)) & 1 ? letter : '-')).join('')
  return `${special === '' ? '-' : special}${bits}`
}
