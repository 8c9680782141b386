import { HarnessError } from '../errors.ts'
import { asObject, type JsonObject } from '../oci/json.ts'

/** A name and a value, or a pattern of one. */
export interface StructurePair {
  readonly key: string
  readonly value: string
  readonly isRegex: boolean
}

export interface StructureCommand {
  readonly name: string
  readonly setup: readonly (readonly string[])[]
  readonly env: Readonly<Record<string, string>>
  readonly exitCode: number
  readonly command: readonly string[]
  readonly expectedOutput: readonly string[]
  readonly excludedOutput: readonly string[]
  readonly expectedError: readonly string[]
  readonly excludedError: readonly string[]
}

export interface StructureExistence {
  readonly name: string
  readonly path: string
  readonly shouldExist: boolean
  readonly permissions: string
  /** -1 for any. */
  readonly uid: number
  readonly gid: number
  readonly isExecutableBy: string
}

export interface StructureContent {
  readonly name: string
  readonly path: string
  readonly expectedContents: readonly string[]
  readonly excludedContents: readonly string[]
}

export interface StructureMetadata {
  readonly env: readonly StructurePair[]
  readonly unboundEnv: readonly string[]
  readonly labels: readonly StructurePair[]
  readonly exposedPorts: readonly string[]
  readonly unexposedPorts: readonly string[]
  readonly entrypoint: readonly string[] | undefined
  readonly cmd: readonly string[] | undefined
  readonly workdir: string
  readonly user: string
  readonly volumes: readonly string[]
  readonly unmountedVolumes: readonly string[]
}

/** A file of container-structure-test. */
export interface StructureFile {
  readonly commands: readonly StructureCommand[]
  /** Of all commands, as if the image said them. */
  readonly env: Readonly<Record<string, string>>
  readonly existence: readonly StructureExistence[]
  readonly contents: readonly StructureContent[]
  readonly metadata: StructureMetadata | undefined
  readonly licenses: number
  readonly user: string
}

/** What each object may hold: a word that nobody knows is a test that is not run. */
const known = {
  file: 'schemaVersion globalEnvVars commandTests fileExistenceTests fileContentTests metadataTest licenseTests containerRunOptions',
  command:
    'name setup teardown envVars exitCode command args expectedOutput excludedOutput expectedError excludedError',
  existence: 'name path shouldExist permissions uid gid isExecutableBy',
  content: 'name path expectedContents excludedContents',
  metadata:
    'envVars env unboundEnvVars exposedPorts unexposedPorts entrypoint cmd workdir volumes unmountedVolumes labels user',
  options: 'user',
} as const

/**
 * Reads a file of schema 2.0.0. Its scalars are taken as they are written.
 * https://github.com/GoogleContainerTools/container-structure-test#command-tests
 * @throws HarnessError `suite-invalid` that says where it is wrong
 */
export async function parseStructureFile(text: string, name: string): Promise<StructureFile> {
  const { parse } = await import('yaml')
  try {
    const document: unknown = parse(text, { schema: 'failsafe', maxAliasCount: 100, logLevel: 'silent' })
    return readFile(asObject(document))
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)
    throw new HarnessError('suite-invalid', `${name} cannot be run: ${reason}`, {
      cause,
      hint: 'it is to be a file of container-structure-test, with schemaVersion: 2.0.0',
    })
  }
}

function readFile(file: JsonObject): StructureFile {
  requireKnown(file, known.file)
  const version = file.optionalString('schemaVersion') ?? 'missing'
  if (version !== '2.0.0') throw new Error(`schemaVersion is ${version}, not 2.0.0`)
  const options = file.optionalObject('containerRunOptions')
  if (options !== undefined) requireKnown(options, known.options)
  const shared = Object.fromEntries(pairs(file, 'globalEnvVars').map(({ key, value }) => [key, value]))
  const metadata = file.optionalObject('metadataTest')
  return {
    env: shared,
    commands: file.list('commandTests', (value, where) => readCommand(asObject(value, where), shared)),
    existence: file.list('fileExistenceTests', (value, where) => readExistence(asObject(value, where))),
    contents: file.list('fileContentTests', (value, where) => readContent(asObject(value, where))),
    metadata: metadata === undefined ? undefined : readMetadata(metadata),
    licenses: file.list('licenseTests', (value) => value).length,
    user: options?.optionalString('user') ?? '',
  }
}

function readCommand(test: JsonObject, shared: Readonly<Record<string, string>>): StructureCommand {
  requireKnown(test, known.command)
  const own = Object.fromEntries(pairs(test, 'envVars').map(({ key, value }) => [key, value]))
  return {
    name: test.string('name'),
    setup: test.list('setup', (value, where) => asObject({ words: value }, where).strings('words')),
    env: { ...shared, ...own },
    exitCode: readNumber(test, 'exitCode', 0),
    command: [test.string('command'), ...test.strings('args')],
    expectedOutput: test.strings('expectedOutput'),
    excludedOutput: test.strings('excludedOutput'),
    expectedError: test.strings('expectedError'),
    excludedError: test.strings('excludedError'),
  }
}

function readExistence(test: JsonObject): StructureExistence {
  requireKnown(test, known.existence)
  return {
    name: test.string('name'),
    path: test.string('path'),
    shouldExist: readSwitch(test, 'shouldExist', true),
    permissions: test.optionalString('permissions') ?? '',
    uid: readNumber(test, 'uid', -1),
    gid: readNumber(test, 'gid', -1),
    isExecutableBy: test.optionalString('isExecutableBy') ?? '',
  }
}

function readContent(test: JsonObject): StructureContent {
  requireKnown(test, known.content)
  return {
    name: test.string('name'),
    path: test.string('path'),
    expectedContents: test.strings('expectedContents'),
    excludedContents: test.strings('excludedContents'),
  }
}

function readMetadata(test: JsonObject): StructureMetadata {
  requireKnown(test, known.metadata)
  const words = (key: string): readonly string[] | undefined => (test.has(key) ? test.strings(key) : undefined)
  return {
    env: [...pairs(test, 'envVars'), ...pairs(test, 'env')],
    unboundEnv: pairs(test, 'unboundEnvVars').map(({ key }) => key),
    labels: pairs(test, 'labels'),
    exposedPorts: test.strings('exposedPorts'),
    unexposedPorts: test.strings('unexposedPorts'),
    entrypoint: words('entrypoint'),
    cmd: words('cmd'),
    workdir: test.optionalString('workdir') ?? '',
    user: test.optionalString('user') ?? '',
    volumes: test.strings('volumes'),
    unmountedVolumes: test.strings('unmountedVolumes'),
  }
}

function pairs(object: JsonObject, name: string): readonly StructurePair[] {
  return object.list(name, (value, where) => {
    const pair = asObject(value, where)
    requireKnown(pair, 'key value isRegex')
    const isRegex = readSwitch(pair, 'isRegex', false)
    return { key: pair.string('key'), value: pair.optionalString('value') ?? '', isRegex }
  })
}

function requireKnown(object: JsonObject, words: string): void {
  const strange = object.keys().find((key) => !words.split(' ').includes(key))
  if (strange === undefined) return
  throw new Error(`${object.where === '' ? '' : `${object.where}: `}${strange} is not supported`)
}

function readNumber(object: JsonObject, key: string, usual: number): number {
  const text = object.optionalString(key)
  if (text === undefined) return usual
  if (!/^-?\d+$/.test(text)) throw new Error(`${object.where}.${key} must be a whole number, not ${text}`)
  return Number(text)
}

function readSwitch(object: JsonObject, key: string, usual: boolean): boolean {
  const text = object.optionalString(key)?.toLowerCase()
  if (text === undefined) return usual
  if (['true', 'yes', 'on'].includes(text)) return true
  if (['false', 'no', 'off'].includes(text)) return false
  throw new Error(`${object.where}.${key} must be true or false, not ${text}`)
}
