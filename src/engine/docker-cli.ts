import { spawn } from 'node:child_process'
import { HarnessError, type ErrorCode } from '../errors.ts'
import { abortError } from './engine-error.ts'
import { plainText } from './engine-text.ts'

const maxOutputBytes = 32 * 1024 * 1024
const maxShownLines = 5

export interface DockerCliOptions {
  /** Without `docker` itself: `['compose', 'version']`. */
  readonly args: readonly string[]
  /** All of the program's environment. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly input?: string
  /** Ends it. @default 60000 */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
  /** What it is run for, as a message says it: `start the services`. */
  readonly action: string
  /** What it means that it failed. */
  readonly code: ErrorCode
  readonly hint: string
}

/**
 * Runs Docker's own client and gives what it wrote to standard output.
 * @throws HarnessError `code` when it failed, was not found or took too long
 */
export async function runDockerCli(options: DockerCliOptions): Promise<string> {
  const { args, env, input, timeoutMs = 60_000, action, code, hint } = options
  const limit = AbortSignal.timeout(timeoutMs)
  const signal = options.signal === undefined ? limit : AbortSignal.any([options.signal, limit])
  const failed = (what: string, cause?: unknown): HarnessError =>
    new HarnessError(code, `docker could not ${action}: ${what}`, { hint, cause })
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const child = spawn('docker', [...args], { env: { ...env }, signal, stdio: 'pipe', windowsHide: true })
  const output: Buffer[] = []
  let size = 0
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.byteLength
    if (size > maxOutputBytes) child.kill('SIGKILL')
    else output.push(chunk)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-16_384)
  })
  child.stdin.on('error', () => undefined).end(input)
  child.once('error', (cause) => {
    if (!signal.aborted) reject(failed(`it cannot be started (${cause.message})`, cause))
  })
  child.once('close', (status) => {
    if (options.signal?.aborted === true) reject(abortError(options.signal))
    else if (limit.aborted) reject(failed(`it did not end within ${timeoutMs / 1000} s`))
    else if (size > maxOutputBytes) reject(failed(`it wrote more than ${maxOutputBytes} bytes`))
    else if (status === 0) resolve(Buffer.concat(output).toString())
    else reject(failed(lastLines(said) || `it ended with ${status}`))
  })
  return promise
}

function lastLines(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines
    .slice(-maxShownLines)
    .map((line) => plainText(line))
    .join('; ')
}
