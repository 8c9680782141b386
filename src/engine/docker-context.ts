import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HarnessError } from '../errors.ts'
import { asObject, parseWithin } from '../oci/json.ts'
import { parseEngineHost, type EngineAddress, type EngineTls } from './endpoint.ts'
import { errorCode } from './engine-error.ts'
import { plainText } from './engine-text.ts'

/** The name of the context chosen by `docker context use`, if one is. */
export async function readCurrentContext(configDir: string): Promise<string | undefined> {
  const config = await readJson(join(configDir, 'config.json'))
  if (config === undefined) return undefined
  const read = (): string | undefined => asObject(config).optionalString('currentContext')
  return parseWithin("Docker's config.json", read, 'config-invalid') || undefined
}

/**
 * The engine of a Docker context, read from where `docker context create` keeps it.
 * @throws HarnessError `config-invalid` when there is no such context, or it names no engine
 */
export async function readDockerContext(configDir: string, name: string): Promise<EngineAddress> {
  const id = createHash('sha256').update(name).digest('hex')
  const meta = await readJson(join(configDir, 'contexts/meta', id, 'meta.json'))
  const shown = plainText(name, 100)
  if (meta === undefined) {
    throw new HarnessError('config-invalid', `there is no Docker context "${shown}"`, {
      hint: 'docker context ls shows the names there are',
    })
  }
  const { host, skipVerify } = parseWithin(`the Docker context "${shown}"`, () => parseEndpoint(meta), 'config-invalid')
  const tls = await readTlsFolder(join(configDir, 'contexts/tls', id, 'docker'), !skipVerify)
  return parseEngineHost(host, tls ?? (skipVerify ? { verify: false } : undefined))
}

/** `ca.pem`, `cert.pem` and `key.pem` of a folder, those there are; undefined when there are none. */
export async function readTlsFolder(folder: string, verify: boolean): Promise<EngineTls | undefined> {
  const [ca, cert, key] = await Promise.all(
    ['ca.pem', 'cert.pem', 'key.pem'].map((name) => readText(join(folder, name))),
  )
  if (ca === undefined && cert === undefined && key === undefined) return undefined
  return {
    verify,
    folder,
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  }
}

async function readJson(path: string): Promise<unknown> {
  const text = await readText(path)
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch (cause) {
    throw new HarnessError('config-invalid', `${path} is no valid JSON`, { cause, hint: 'repair or remove that file' })
  }
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(cause) ?? '')) return undefined
    throw new HarnessError('config-invalid', `could not read ${path}`, { cause, hint: 'make that file readable' })
  }
}

function parseEndpoint(meta: unknown): { readonly host: string; readonly skipVerify: boolean } {
  const endpoint = asObject(meta).object('Endpoints').object('docker')
  return { host: endpoint.string('Host'), skipVerify: endpoint.optionalBoolean('SkipTLSVerify') ?? false }
}
