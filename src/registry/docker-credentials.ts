import { join } from 'node:path'
import { HarnessError } from '../errors.ts'
import type { AuthFile } from './auth-file.ts'
import type { Credential, CredentialSource } from './credentials.ts'

export interface DockerCredentialOptions {
  /** The user's home directory. */
  readonly home: string
  /** `DOCKER_CONFIG`. @default `.docker` in the home directory */
  readonly dockerConfig?: string
  /** `DOCKER_AUTH_CONFIG`: the text of a `config.json`, as CI systems hand it over. */
  readonly dockerAuthConfig?: string
  /** `REGISTRY_AUTH_FILE`: Podman's file. */
  readonly registryAuthFile?: string
  /** `XDG_RUNTIME_DIR`, below which Podman keeps its file. */
  readonly xdgRuntimeDir?: string
  /** What credential helpers run in. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** @default 30_000: a helper may ask its user */
  readonly helperTimeoutMs?: number
}

type ReadAuthFile = () => Promise<AuthFile | undefined>

/**
 * Credentials as Docker and Podman keep them, in this order: `DOCKER_AUTH_CONFIG`, Docker's `config.json`, Podman's
 * `auth.json`. Each is read once, when the first registry asks who is there.
 */
export function createDockerCredentials(options: DockerCredentialOptions): CredentialSource {
  const readers = authFiles(options).map(once)
  return async (host, repository) => {
    const problems: unknown[] = []
    for (const read of readers) {
      try {
        const file = await read()
        const credential = file === undefined ? undefined : await findIn(file, host, repository, options)
        if (credential !== undefined) return credential
      } catch (problem) {
        problems.push(problem)
      }
    }
    if (problems.length > 0) throw problems[0]
    return undefined
  }
}

/** A helper for this registry, or for all; then what the file itself holds, also where the helper does not work. */
async function findIn(
  file: AuthFile,
  host: string,
  repository: string,
  { env, helperTimeoutMs: timeoutMs = 30_000 }: DockerCredentialOptions,
): Promise<Credential | undefined> {
  const stored = findStored(file, host, repository)
  const helper = file.helpers.get(host) ?? file.store
  if (helper === undefined) return stored
  const { askCredentialHelper } = await import('./credential-helper.ts')
  try {
    return (await askCredentialHelper(helper, host, { env, timeoutMs })) ?? stored
  } catch (problem) {
    if (stored !== undefined) return stored
    throw problem
  }
}

/** Most specific first: Podman keeps credentials for a part of a registry, too. */
function findStored(file: AuthFile, host: string, repository: string): Credential | undefined {
  const path = [host, ...repository.split('/')]
  const prefixes = path.map((_, index) => path.slice(0, path.length - index).join('/'))
  return prefixes.map((prefix) => file.credentials.get(prefix)).find((credential) => credential !== undefined)
}

function authFiles(options: DockerCredentialOptions): readonly ReadAuthFile[] {
  const { home, dockerConfig = join(home, '.docker'), dockerAuthConfig, registryAuthFile, xdgRuntimeDir } = options
  const podman = [
    registryAuthFile,
    xdgRuntimeDir === undefined ? undefined : join(xdgRuntimeDir, 'containers', 'auth.json'),
    join(home, '.config', 'containers', 'auth.json'),
  ]
  const paths = [join(dockerConfig, 'config.json'), ...podman.filter((path) => path !== undefined)]
  const variable = dockerAuthConfig
  return [
    ...(variable === undefined ? [] : [() => parseText(variable, 'DOCKER_AUTH_CONFIG')]),
    ...paths.map((path) => () => readAuthFile(path)),
  ]
}

async function readAuthFile(path: string): Promise<AuthFile | undefined> {
  const { readFile } = await import('node:fs/promises')
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    if (isMissing(cause)) return undefined
    throw new HarnessError('credentials-invalid', `${path} cannot be read`, {
      hint: 'give this user the right to read it, or set DOCKER_CONFIG to another folder',
      details: { source: path },
      cause,
    })
  }
  return parseText(text, path)
}

async function parseText(text: string, name: string): Promise<AuthFile | undefined> {
  // An empty file is what an interrupted login leaves.
  if (text.trim() === '') return undefined
  const { parseAuthFile } = await import('./auth-file.ts')
  return parseAuthFile(text, name)
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ENOENT' || code === 'ENOTDIR'
}

function once(read: ReadAuthFile): ReadAuthFile {
  let result: Promise<AuthFile | undefined> | undefined
  return () => (result ??= read())
}
