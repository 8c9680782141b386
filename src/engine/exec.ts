import { setTimeout as sleep } from 'node:timers/promises'
import { HarnessError } from '../errors.ts'
import { asObject, parseWithin, type JsonObject } from '../oci/json.ts'
import type { EngineClient } from './client.ts'
import { demuxOutput } from './demux.ts'
import type { ExecOptions, ExecResult } from './engine.ts'

const defaultTimeoutMs = 60_000
const maxOutputBytes = 1024 * 1024
const betweenLooksMs = 20
const mostAttempts = 3
const betweenAttemptsMs = 100

/**
 * Runs a command in a running container. A program that is not there is a result with exit code 126 or 127, as a shell
 * has it.
 * @throws HarnessError `deadline-exceeded` after `timeoutMs`; the program may go on until its container ends
 */
export async function execInContainer(
  client: EngineClient,
  id: string,
  command: readonly string[],
  options: ExecOptions = {},
): Promise<ExecResult> {
  for (let attempt = 1; ; attempt += 1) {
    const result = await execOnce(client, id, command, options)
    if (!neverBegan(result) || attempt === mostAttempts) return result
    await sleep(betweenAttemptsMs)
  }
}

/** On a busy machine runc may fail to enter a container that has just begun: no word of the command's own. */
function neverBegan({ exitCode, stdout }: ExecResult): boolean {
  return exitCode === 128 && /^OCI runtime exec failed: .*error executing setns process/.test(stdout)
}

async function execOnce(
  client: EngineClient,
  id: string,
  command: readonly string[],
  options: ExecOptions,
): Promise<ExecResult> {
  const { timeoutMs = defaultTimeoutMs } = options
  const timeout = AbortSignal.timeout(timeoutMs)
  const signal = options.signal === undefined ? timeout : AbortSignal.any([timeout, options.signal])
  const action = 'run a command in a container'
  try {
    const created = await client.call({
      action,
      method: 'POST',
      path: `/containers/${id}/exec`,
      body: {
        Cmd: command,
        AttachStdout: true,
        AttachStderr: true,
        ...(options.user !== undefined && { User: options.user }),
      },
      signal,
    })
    const execId = parseWithin("the engine's exec", () => asObject(created).string('Id'), 'engine-failed')
    const stream = await client.stream({
      action,
      method: 'POST',
      path: `/exec/${execId}/start`,
      body: { Detach: false, Tty: false },
      // It begins to answer once the program runs, which an emulator may delay: the whole timeout holds.
      timeoutMs: 0,
      signal,
    })
    const output = { stdout: collect(), stderr: collect() }
    for await (const chunk of demuxOutput(stream)) output[chunk.stream].push(chunk.bytes)
    const stdout = output.stdout.text()
    const exitCode = await readExitCode(client, execId, signal)
    return { exitCode: normalizeExitCode(exitCode, stdout), stdout, stderr: output.stderr.text() }
  } catch (error) {
    if (timeout.aborted && options.signal?.aborted !== true) {
      const shown = command[0] ?? ''
      throw new HarnessError('deadline-exceeded', `${shown} did not end within ${timeoutMs / 1000} s`, { cause: error })
    }
    throw client.explain(action, error, options.signal)
  }
}

/** Its output may end before the engine knows of its end. */
async function readExitCode(client: EngineClient, execId: string, signal: AbortSignal): Promise<number> {
  for (;;) {
    const value = await client.call({
      action: 'inspect a command',
      method: 'GET',
      path: `/exec/${execId}/json`,
      signal,
    })
    const exitCode = parseWithin("the engine's exec", () => parseExitCode(asObject(value)), 'engine-failed')
    if (exitCode !== undefined) return exitCode
    await sleep(betweenLooksMs, undefined, { signal })
  }
}

function parseExitCode(exec: JsonObject): number | undefined {
  if (exec.optionalBoolean('Running') === true) return undefined
  return exec.integer('ExitCode', { min: Number.MIN_SAFE_INTEGER })
}

/** Engines before 23 say 126 of a program that is not there. */
function normalizeExitCode(exitCode: number, stdout: string): number {
  if (exitCode !== 126 || !stdout.startsWith('OCI runtime exec failed')) return exitCode
  return /no such file or directory|executable file not found/.test(stdout) ? 127 : 126
}

function collect(): { push(bytes: Buffer): void; text(): string } {
  const parts: Buffer[] = []
  let room = maxOutputBytes
  return {
    push: (bytes) => {
      const kept = bytes.subarray(0, room)
      room -= kept.byteLength
      if (kept.byteLength > 0) parts.push(Buffer.from(kept))
    },
    text: () => Buffer.concat(parts).toString('utf8'),
  }
}
