import type { ImageFile } from '../engine/engine.ts'
import type { CommandResult, ImageInfo } from '../harness/protocol.ts'
import type {
  StructureCommand,
  StructureContent,
  StructureExistence,
  StructureMetadata,
  StructurePair,
} from './structure-file.ts'

/** True where a pattern is found. Flags may stand before it, as Go writes them: `(?i)`. */
export function matches(pattern: string, text: string): boolean {
  const [, flags = '', rest = pattern] = /^\(\?([ims]+)\)([\s\S]*)$/.exec(pattern) ?? []
  return new RegExp(rest, flags).test(text)
}

/** What is wrong with a text: a pattern that is none is wrong, whether it is to be there or not. */
function judgeText(text: string, expected: readonly string[], excluded: readonly string[], what: string): string[] {
  const holds = (pattern: string): boolean | undefined => {
    try {
      return matches(pattern, text)
    } catch {
      return undefined
    }
  }
  const shown = text.trim().slice(0, 500)
  return [
    ...expected.filter((it) => holds(it) !== true).map((it) => `expected "${it}" in its ${what}: ${shown}`),
    ...excluded.filter((it) => holds(it) !== false).map((it) => `expected no "${it}" in its ${what}: ${shown}`),
  ]
}

export function judgeCommand(test: StructureCommand, { exitCode, stdout, stderr }: CommandResult): readonly string[] {
  return [
    ...judgeText(stderr, test.expectedError, test.excludedError, 'error output'),
    ...judgeText(stdout, test.expectedOutput, test.excludedOutput, 'output'),
    ...(exitCode === test.exitCode ? [] : [`expected exit code ${test.exitCode}, it was ${exitCode}`]),
  ]
}

export function judgeContent(test: StructureContent, file: ImageFile | undefined): readonly string[] {
  if (file === undefined) return [`there is no file ${test.path}`]
  if (file.entry.kind === 'directory') return [`${test.path} is a folder`]
  return judgeText(Buffer.from(file.bytes).toString('utf8'), test.expectedContents, test.excludedContents, 'content')
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

export function judgeMetadata(test: StructureMetadata, image: ImageInfo): readonly string[] {
  const ports = image.exposedPorts.map((port) => port.split('/')[0])
  const said = (words: readonly string[]): string => JSON.stringify(words)
  const isSame = (wanted: readonly string[] | undefined, words: readonly string[]): boolean =>
    wanted === undefined || said(wanted) === said(words)
  return [
    ...judgePairs(test.env, image.env, 'variable'),
    ...test.unboundEnv.filter((key) => Object.hasOwn(image.env, key)).map((key) => `there is a variable ${key}`),
    ...judgePairs(test.labels, image.labels, 'label'),
    ...(isSame(test.cmd, image.command) ? [] : [`expected cmd ${said(test.cmd ?? [])}, it is ${said(image.command)}`]),
    ...(isSame(test.entrypoint, image.entrypoint)
      ? []
      : [`expected entrypoint ${said(test.entrypoint ?? [])}, it is ${said(image.entrypoint)}`]),
    ...(test.workdir === '' || test.workdir === image.workdir
      ? []
      : [`expected workdir ${test.workdir}, it is ${image.workdir}`]),
    ...(test.user === '' || test.user === image.user ? [] : [`expected user ${test.user}, it is ${image.user}`]),
    ...test.exposedPorts.filter((port) => !ports.includes(port)).map((port) => `port ${port} is not exposed`),
    ...test.unexposedPorts.filter((port) => ports.includes(port)).map((port) => `port ${port} is exposed`),
    ...test.volumes.filter((path) => !image.volumes.includes(path)).map((path) => `there is no volume ${path}`),
    ...test.unmountedVolumes.filter((path) => image.volumes.includes(path)).map((path) => `there is a volume ${path}`),
  ]
}

function judgePairs(
  wanted: readonly StructurePair[],
  found: Readonly<Record<string, string>>,
  what: string,
): readonly string[] {
  return wanted.flatMap(({ key, value, isRegex }) => {
    const own = Object.hasOwn(found, key) ? found[key] : undefined
    if (own === undefined) return [`there is no ${what} ${key}`]
    if (!isRegex) return own === value ? [] : [`expected ${what} ${key} to be ${value}, it is ${own}`]
    return judgeText(own, [value], [], `${what} ${key}`)
  })
}

/** `$NAME` and `${NAME}` by the image's own variables, as Go's os.Expand has it. */
export function expandVariables(text: string, env: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$(?:\{([^}]*)\}|(\w+))/g, (_all, braced?: string, plain?: string) => {
    const name = braced ?? plain ?? ''
    return Object.hasOwn(env, name) ? (env[name] ?? '') : ''
  })
}
