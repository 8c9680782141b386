import { asObject, type JsonObject } from '../oci/json.ts'
import { readRunOptions, type StructureRunOptions, type StructureSurroundings } from './structure-options.ts'
import { readNumber, readStructureText, readSwitch, readText, readWords, requireKnown } from './structure-text.ts'

/** A name and a value, or a pattern of one. */
export interface StructurePair {
  readonly key: string
  readonly value: string
  readonly isRegex: boolean
}

export interface StructureCommand {
  readonly name: string
  readonly setup: readonly (readonly string[])[]
  readonly env: readonly StructurePair[]
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

export interface StructureLicense {
  /** All of the packages that a Debian system has documents of. */
  readonly debian: boolean
  readonly files: readonly string[]
}

/** A file of container-structure-test. */
export interface StructureFile {
  readonly version: '1.0.0' | '2.0.0'
  readonly commands: readonly StructureCommand[]
  /** Of all commands, as if the image said them. */
  readonly env: readonly StructurePair[]
  readonly existence: readonly StructureExistence[]
  readonly contents: readonly StructureContent[]
  readonly metadata: StructureMetadata | undefined
  readonly licenses: readonly StructureLicense[]
  /** Absent where nothing is said of how containers are run. */
  readonly options: StructureRunOptions | undefined
}

const known = {
  '1.0.0': 'schemaVersion globalEnvVars commandTests fileExistenceTests fileContentTests licenseTests',
  '2.0.0':
    'schemaVersion globalEnvVars commandTests fileExistenceTests fileContentTests metadataTest licenseTests containerRunOptions',
  command:
    'name setup teardown envVars exitCode command args expectedOutput excludedOutput expectedError excludedError',
  existence: 'name path shouldExist permissions uid gid isExecutableBy',
  content: 'name path expectedContents excludedContents',
  metadata:
    'envVars unboundEnvVars exposedPorts unexposedPorts entrypoint cmd workdir volumes unmountedVolumes labels user',
} as const

/**
 * Reads a file of schema 1.0.0 or 2.0.0, YAML or JSON.
 * https://github.com/GoogleContainerTools/container-structure-test#command-tests
 * @throws HarnessError `suite-invalid` that says where it is wrong
 */
export function parseStructureFile(
  text: string,
  name: string,
  surroundings: StructureSurroundings = { cwd: '.', variables: {} },
): Promise<StructureFile> {
  return readStructureText(text, name, (document) => readFile(document, surroundings))
}

async function readFile(file: JsonObject, surroundings: StructureSurroundings): Promise<StructureFile> {
  const version = file.optionalString('schemaVersion') ?? 'missing'
  if (version !== '1.0.0' && version !== '2.0.0') throw new Error(`schemaVersion is ${version}, not 2.0.0 or 1.0.0`)
  requireKnown(file, known[version])
  const options = file.optionalObject('containerRunOptions')
  const metadata = file.optionalObject('metadataTest')
  const tests = {
    commands: file.list('commandTests', (value, where) => readCommand(asObject(value, where), version)),
    existence: file.list('fileExistenceTests', (value, where) => readExistence(asObject(value, where))),
    contents: file.list('fileContentTests', (value, where) => readContent(asObject(value, where))),
    metadata: metadata === undefined ? undefined : readMetadata(metadata),
    licenses: file.list('licenseTests', (value, where) => readLicense(asObject(value, where))),
  }
  if (Object.values(tests).every((list) => list === undefined || (Array.isArray(list) && list.length === 0))) {
    throw new Error('it holds no test')
  }
  return {
    version,
    env: readPairs(file, 'globalEnvVars'),
    ...tests,
    options: options === undefined ? undefined : await readRunOptions(options, surroundings),
  }
}

function readCommand(test: JsonObject, version: StructureFile['version']): StructureCommand {
  requireKnown(test, known.command)
  const pairs = readPairs(test, 'envVars')
  const empty = pairs.find(({ key, value }) => key === '' || value === '')
  if (empty !== undefined) throw new Error(`${test.where}.envVars must have a key and a value each`)
  const commands = (key: string) => test.list(key, (value, where) => readWords(asObject({ [key]: value }, where), key))
  commands('teardown')
  const isOld = version === '1.0.0'
  if (isOld && test.has('args')) throw new Error(`${test.where}: args is of schemaVersion 2.0.0`)
  return {
    name: readText(test, 'name'),
    setup: commands('setup'),
    env: pairs,
    exitCode: readNumber(test, 'exitCode', 0),
    command: isOld ? readWords(test, 'command') : [readText(test, 'command'), ...test.strings('args')],
    expectedOutput: test.strings('expectedOutput'),
    excludedOutput: test.strings('excludedOutput'),
    expectedError: test.strings('expectedError'),
    excludedError: test.strings('excludedError'),
  }
}

function readExistence(test: JsonObject): StructureExistence {
  requireKnown(test, known.existence)
  return {
    name: readText(test, 'name'),
    path: readText(test, 'path'),
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
    name: readText(test, 'name'),
    path: readText(test, 'path'),
    expectedContents: test.strings('expectedContents'),
    excludedContents: test.strings('excludedContents'),
  }
}

function readLicense(test: JsonObject): StructureLicense {
  requireKnown(test, 'debian files')
  return { debian: readSwitch(test, 'debian', false), files: test.strings('files') }
}

/** Undefined where it says nothing of what is wanted. */
function readMetadata(test: JsonObject): StructureMetadata | undefined {
  requireKnown(test, known.metadata)
  const words = (key: string): readonly string[] | undefined => (test.has(key) ? test.strings(key) : undefined)
  const metadata = {
    env: named(readPairs(test, 'envVars'), test),
    unboundEnv: readPairs(test, 'unboundEnvVars').map(({ key }) => key),
    labels: named(readPairs(test, 'labels'), test),
    exposedPorts: test.strings('exposedPorts'),
    unexposedPorts: test.strings('unexposedPorts'),
    entrypoint: words('entrypoint'),
    cmd: words('cmd'),
    workdir: test.optionalString('workdir') ?? '',
    user: test.optionalString('user') ?? '',
    volumes: test.strings('volumes'),
    unmountedVolumes: test.strings('unmountedVolumes'),
  }
  const { entrypoint, cmd, ...others } = metadata
  const saysSomething = entrypoint !== undefined || cmd !== undefined
  return saysSomething || Object.values(others).some(({ length }) => length > 0) ? metadata : undefined
}

function named(pairs: readonly StructurePair[], { where }: JsonObject): readonly StructurePair[] {
  if (pairs.every(({ key }) => key !== '')) return pairs
  throw new Error(`${where}: a variable or label has no key`)
}

function readPairs(object: JsonObject, name: string): readonly StructurePair[] {
  return object.list(name, (value, where) => {
    const pair = asObject(value, where)
    requireKnown(pair, 'key value isRegex')
    const isRegex = readSwitch(pair, 'isRegex', false)
    return { key: pair.optionalString('key') ?? '', value: pair.optionalString('value') ?? '', isRegex }
  })
}
