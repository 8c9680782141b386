import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EngineEndpoint } from './endpoint.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * What testcontainers must find in the environment to use this very engine, or undefined where it cannot: it knows no
 * ssh and no TLS without a folder of certificates, takes its own settings file over `DOCKER_HOST`, and renames images
 * when told to by a prefix.
 */
export async function testcontainersSettings(
  endpoint: EngineEndpoint,
  host: string,
  env: Environment,
  homeDir: string,
): Promise<Environment | undefined> {
  if (endpoint.name !== 'default' || env['TESTCONTAINERS_HUB_IMAGE_NAME_PREFIX']) return undefined
  if (await hasOwnEngine(homeDir)) return undefined
  const location = locate(endpoint)
  if (location === undefined) return undefined
  return {
    ...location,
    // Its helper image comes from a hub that may be out of reach, and cleaning up is ours.
    TESTCONTAINERS_RYUK_DISABLED: 'true',
    // Else, inside a container, it pulls an image to find this out.
    TESTCONTAINERS_HOST_OVERRIDE: host,
  }
}

function locate({ address }: EngineEndpoint): Environment | undefined {
  const plain = { DOCKER_TLS_VERIFY: undefined, DOCKER_CERT_PATH: undefined }
  if (address.kind === 'unix' || address.kind === 'npipe') {
    return { ...plain, DOCKER_HOST: `${address.kind}://${address.path}` }
  }
  if (address.kind === 'ssh') return undefined
  const host = address.host.includes(':') ? `[${address.host}]` : address.host
  const location = { ...plain, DOCKER_HOST: `tcp://${host}:${address.port}` }
  const { tls } = address
  if (tls === undefined) return location
  const isComplete = tls.ca !== undefined && tls.cert !== undefined && tls.key !== undefined
  if (tls.folder === undefined || !tls.verify || !isComplete) return undefined
  return { ...location, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: tls.folder }
}

async function hasOwnEngine(homeDir: string): Promise<boolean> {
  try {
    const settings = await readFile(join(homeDir, '.testcontainers.properties'), 'utf8')
    return /^\s*(?:tc\.host|docker\.tls\.verify|docker\.cert\.path)\s*[=:]/m.test(settings)
  } catch {
    return false
  }
}

/**
 * Runs `use` with these variables set in this process, and puts back what was there. testcontainers reads the
 * environment of its process and takes no options: this is the one place that writes to it.
 */
export async function withProcessEnvironment<T>(settings: Environment, use: () => Promise<T>): Promise<T> {
  const before = Object.keys(settings).map((name) => [name, process.env[name]] as const)
  assign(Object.entries(settings))
  try {
    return await use()
  } finally {
    assign(before)
  }
}

function assign(variables: readonly (readonly [string, string | undefined])[]): void {
  for (const [name, value] of variables) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
}
