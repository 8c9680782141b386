import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { readCapabilities } from '../config/capability.ts'
import type { Variables } from '../config/environment.ts'
import { readVolumes } from '../config/mount.ts'
import type { JsonObject } from '../oci/json.ts'
import { readSwitch, requireKnown } from './structure-text.ts'
import { parseVariablesFile } from './variables-file.ts'

/** Where a file of tests is used. */
export interface StructureSurroundings {
  /** What relative paths begin at. */
  readonly cwd: string
  readonly variables: Variables
}

/** How the containers of a file's tests differ from the usual. */
export interface StructureRunOptions {
  /** Whether any word was said; one changes what commands find in their environment. */
  readonly isSet: boolean
  readonly user?: string
  readonly isPrivileged: boolean
  readonly hasTerminal: boolean
  readonly capAdd: readonly string[]
  /** As `docker run -v` takes them. */
  readonly binds: readonly string[]
  /** Of the file and of this process. */
  readonly env: Readonly<Record<string, string>>
}

const known = 'user privileged allocateTty envVars envFile capabilities bindMounts'
const maxFileBytes = 1024 * 1024

/** @throws Error that says where it is wrong */
export async function readRunOptions(
  options: JsonObject,
  { cwd, variables }: StructureSurroundings,
): Promise<StructureRunOptions> {
  requireKnown(options, known)
  const { where } = options
  const user = options.optionalString('user') ?? ''
  const file = options.optionalString('envFile') ?? ''
  const names = options.strings('envVars')
  const missing = names.find((name) => !variables[name])
  if (missing !== undefined) throw new Error(`${where}.envVars: ${missing} is not set in this environment`)
  const mounts = options.strings('bindMounts')
  const capabilities = options.strings('capabilities')
  const isPrivileged = readSwitch(options, 'privileged', false)
  const hasTerminal = readSwitch(options, 'allocateTty', false)
  const own = names.map((name) => [name, variables[name] ?? ''] as const)
  const isSaid = user !== '' || file !== '' || isPrivileged || hasTerminal
  return {
    isSet: isSaid || names.length + mounts.length + capabilities.length > 0,
    isPrivileged,
    hasTerminal,
    capAdd: capabilities.length === 0 ? [] : readCapabilities(capabilities),
    binds: mounts.length === 0 ? [] : readBinds(mounts, variables),
    env: { ...(file === '' ? {} : await readVariablesFile(resolve(cwd, file))), ...Object.fromEntries(own) },
    ...(user === '' ? {} : { user }),
  }
}

function readBinds(mounts: readonly string[], variables: Variables): readonly string[] {
  return readVolumes(mounts, variables).map(({ source, target, isReadOnly, relabel }) => {
    const label = { shared: ',z', private: ',Z' }
    return `${source}:${target}:${isReadOnly ? 'ro' : 'rw'}${relabel === undefined ? '' : label[relabel]}`
  })
}

async function readVariablesFile(path: string): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Error(`envFile ${path} cannot be read`, { cause })
  })
  if (text.length > maxFileBytes) throw new Error(`envFile ${path} is larger than ${maxFileBytes} bytes`)
  return parseVariablesFile(text)
}
