import { HarnessError } from '../errors.ts'
import type { Credential } from './credentials.ts'
import { readField } from './json-field.ts'

/** A file that Docker or Podman keep credentials in. */
export interface AuthFile {
  /** By registry, as {@link authKey} spells it. */
  readonly credentials: ReadonlyMap<string, Credential>
  /** Names of credential helpers, by registry as {@link authKey} spells it. */
  readonly helpers: ReadonlyMap<string, string>
  /** The helper for every other registry. */
  readonly store?: string
}

/**
 * Parses `config.json` or `auth.json`. What is wrong is told without showing any of the text.
 * https://github.com/docker/cli/blob/v28.2.2/cli/config/configfile/file.go
 * https://github.com/containers/image/blob/v5.35.0/docs/containers-auth.json.5.md
 *
 * @throws HarnessError `credentials-invalid`
 */
export function parseAuthFile(text: string, name: string): AuthFile {
  const value = parseQuietly(text)
  if (typeof value !== 'object' || value === null) throw invalid(name, 'is not JSON')
  const store = readField(value, 'credsStore')
  const helpers = new Map<string, string>()
  for (const [registry, helper] of entries(readField(value, 'credHelpers')))
    if (typeof helper === 'string' && helper !== '') helpers.set(authKey(registry), helper)
  const credentials = new Map<string, Credential>()
  for (const [registry, entry] of entries(readField(value, 'auths'))) {
    const credential = parseEntry(entry, `${name} (auths of ${registry})`)
    // A registry may stand there twice, as a name and as an address: the name is what is written today.
    const isName = authKey(registry) === registry
    if (credential !== undefined && (isName || !credentials.has(authKey(registry))))
      credentials.set(authKey(registry), credential)
  }
  return { credentials, helpers, ...(typeof store === 'string' && store !== '' ? { store } : {}) }
}

/** How a registry is spelled here: without scheme, API version and slashes, `docker.io` for all its names. */
export function authKey(registry: string): string {
  const path = registry
    .replace(/^https?:\/\//i, '')
    .replace(/\/+$/, '')
    .replace(/\/v[12]$/, '')
  const [host = '', ...rest] = path.split('/')
  const name = /^(index\.docker\.io|registry-1\.docker\.io)$/.test(host) ? 'docker.io' : host
  return [name, ...rest].join('/')
}

function parseEntry(entry: unknown, where: string): Credential | undefined {
  const text = (name: string): string => {
    const value = readField(entry, name)
    return typeof value === 'string' ? value : ''
  }
  const [fromAuth, registryToken] = [decodeAuth(text('auth'), where), text('registrytoken')]
  const username = fromAuth?.username ?? text('username')
  const password = fromAuth?.password ?? text('password')
  if (registryToken !== '') return { kind: 'registry-token', token: registryToken }
  if (text('identitytoken') !== '')
    return { kind: 'identity-token', token: text('identitytoken'), ...(username === '' ? {} : { username }) }
  return username === '' && password === '' ? undefined : { kind: 'basic', username, password }
}

function decodeAuth(auth: string, where: string): { readonly username: string; readonly password: string } | undefined {
  if (auth === '') return undefined
  const decoded = Buffer.from(auth, 'base64').toString()
  const colon = decoded.indexOf(':')
  if (colon <= 0) throw invalid(where, 'has an "auth" that is not a user and a password')
  // Some writers fill the password up with zero bytes.
  return { username: decoded.slice(0, colon), password: decoded.slice(colon + 1).replace(/\0+$/, '') }
}

function entries(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

/** The parser's own message would show a piece of the text. */
function parseQuietly(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function invalid(name: string, problem: string): HarnessError {
  return new HarnessError('credentials-invalid', `${name} ${problem}`, {
    hint: 'repair the file, or run docker login again',
    details: { source: name },
  })
}
