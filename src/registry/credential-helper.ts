import { spawn, type ChildProcess } from 'node:child_process'
import { HarnessError } from '../errors.ts'
import { quoteText } from '../oci/quote.ts'
import type { Credential } from './credentials.ts'
import { readField } from './json-field.ts'

export interface CredentialHelperOptions {
  /** The environment the helper runs in; its `PATH` is where it is looked for. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly timeoutMs: number
}

const maxOutputBytes = 1024 * 1024
/** As Docker asks for it: the hub is known by its old address. */
const hubAddress = 'https://index.docker.io/v1/'

/**
 * Asks `docker-credential-NAME` for the credential of a registry; nothing where it has none.
 * https://github.com/docker/docker-credential-helpers#development
 *
 * @throws HarnessError `credentials-invalid`
 */
export async function askCredentialHelper(
  name: string,
  host: string,
  options: CredentialHelperOptions,
): Promise<Credential | undefined> {
  if (!/^[\w.-]+$/.test(name)) throw failed(name, 'has a name that is no name of a program', 'repair config.json')
  const program = `docker-credential-${name}`
  const { status, output, errors } = await run(program, host === 'docker.io' ? hubAddress : host, options)
  if (status === 0) return parseAnswer(program, output)
  const said = `${output}\n${errors}`
  if (/credentials not found/i.test(said)) return undefined
  const line = said.split('\n').find((text) => text.trim() !== '') ?? ''
  // Whatever looks like an answer may hold a secret.
  const shown = line === '' || line.includes('{') ? '' : `: ${quoteText(line.trim(), 200)}`
  throw failed(program, `failed with status ${status}${shown}`, `run it by hand, or run docker login ${host} again`)
}

interface HelperResult {
  readonly status: number | string
  readonly output: string
  readonly errors: string
}

async function run(program: string, input: string, options: CredentialHelperOptions): Promise<HelperResult> {
  const child: ChildProcess = spawn(program, ['get'], { env: { ...options.env }, stdio: 'pipe', windowsHide: true })
  const { promise, resolve, reject } = Promise.withResolvers<HelperResult>()
  const timer = setTimeout(() => {
    reject(
      failed(program, `did not answer within ${options.timeoutMs / 1000} s`, 'it may wait for a password or a key'),
    )
    child.kill('SIGKILL')
    // What the helper itself started may still hold them.
    child.stdout?.destroy()
    child.stderr?.destroy()
  }, options.timeoutMs)
  const [output, errors] = [collect(child, 'stdout'), collect(child, 'stderr')]
  child.once('error', (error) => reject(cannotStart(program, error)))
  child.once('close', (code, signal) =>
    resolve({ status: code ?? signal ?? 'unknown', output: output(), errors: errors() }),
  )
  // A helper that ends without reading breaks the pipe; its answer is what counts.
  child.stdin?.on('error', () => {})
  child.stdin?.end(input)
  try {
    return await promise
  } finally {
    clearTimeout(timer)
  }
}

function collect(child: ChildProcess, name: 'stdout' | 'stderr'): () => string {
  const chunks: Buffer[] = []
  let size = 0
  child[name]?.on('data', (chunk: Buffer) => {
    size += chunk.byteLength
    if (size > maxOutputBytes) child.kill('SIGKILL')
    else chunks.push(chunk)
  })
  return () => Buffer.concat(chunks).toString()
}

function parseAnswer(program: string, output: string): Credential | undefined {
  const value = parseQuietly(output)
  const username = readField(value, 'Username')
  const secret = readField(value, 'Secret')
  if (typeof username !== 'string' || typeof secret !== 'string')
    throw failed(program, 'answered with no user and secret', 'run it by hand to see what it says')
  if (username === '' && secret === '') return undefined
  // https://github.com/docker/cli/blob/v28.2.2/cli/config/credentials/native_store.go
  return username === '<token>'
    ? { kind: 'identity-token', token: secret }
    : { kind: 'basic', username, password: secret }
}

function parseQuietly(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function cannotStart(program: string, error: Error): HarnessError {
  const isMissing = 'code' in error && error.code === 'ENOENT'
  const hint = `install ${program}, or take credsStore and credHelpers out of config.json and run docker login again`
  return isMissing ? failed(program, 'is not installed', hint) : failed(program, 'cannot be started', hint, error)
}

function failed(program: string, problem: string, hint: string, cause?: Error): HarnessError {
  return new HarnessError('credentials-invalid', `the credential helper ${program} ${problem}`, {
    hint,
    details: { helper: program },
    ...(cause === undefined ? {} : { cause }),
  })
}
