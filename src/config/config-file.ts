import { statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import { HarnessError } from '../errors.ts'
import { quoteText } from '../oci/quote.ts'
import { importConfigModule } from './config-module.ts'

const fileNames = ['ts', 'mts', 'js', 'mjs', 'json'].map((extension) => `everyarch.config.${extension}`)

/** A configuration file's content, not yet checked. */
export interface ConfigFile {
  /** As messages name it. */
  readonly name: string
  readonly content: unknown
}

/**
 * Reads the configuration file that was named, or the one in a folder, if there is one.
 * @throws HarnessError `config-invalid`
 */
export async function readConfigFile(cwd: string, named: string | undefined): Promise<ConfigFile | undefined> {
  const path = named === undefined ? findConfigFile(cwd) : requireFile(resolve(cwd, named), named)
  if (path === undefined) return undefined
  const name = named ?? basename(path)
  const content = extname(path) === '.json' ? await readJson(path, name) : await importConfigModule(path, name)
  return { name, content }
}

/** Synchronous: five questions to the file system take less time than one turn of the event loop. */
function findConfigFile(cwd: string): string | undefined {
  const [found, other] = fileNames.filter((name) => isFile(join(cwd, name)))
  if (other === undefined) return found === undefined ? undefined : join(cwd, found)
  throw new HarnessError('config-invalid', `there are two configuration files: ${found} and ${other}`, {
    hint: 'keep one, or name one with --config',
  })
}

function requireFile(path: string, named: string): string {
  if (isFile(path)) return path
  throw new HarnessError('config-invalid', `there is no configuration file ${quoteText(named, 300)}`, {
    hint: 'give the path of a .ts, .js or .json file',
  })
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}

async function readJson(path: string, name: string): Promise<unknown> {
  try {
    const content: unknown = JSON.parse(await readFile(path, 'utf8'))
    return content
  } catch (cause) {
    throw new HarnessError('config-invalid', `${name} cannot be read as JSON`, {
      cause,
      hint: 'JSON has no comments and no trailing commas; a .ts file may have both',
    })
  }
}
