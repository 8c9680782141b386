import { spawn } from 'node:child_process'
import { open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { HarnessError } from '../errors.ts'
import type { Variables } from '../config/environment.ts'

/** Longer lines than any that a step writes: they are cut. */
const maxLine = 1_000_000

export interface BuildxRun {
  /** Without `docker` itself. */
  readonly args: readonly string[]
  readonly env: Variables
  /** What it reads as its standard input. */
  readonly stdinFile?: string | undefined
  /** What it may take to stop after it was told to. @default 10000 */
  readonly patienceMs?: number
  readonly signal: AbortSignal
  /** A line of its progress. */
  readonly onLine: (line: string) => void
}

/**
 * Runs buildx to its end and gives its exit code. When the signal aborts, the build is told to stop, and ended when it
 * does not.
 * @throws the signal's reason, or what `onLine` throws; HarnessError `builder-failed` when it cannot be started
 */
export async function runBuildx(run: BuildxRun): Promise<number> {
  run.signal.throwIfAborted()
  if (run.stdinFile === undefined) return follow(run)
  const input = await open(run.stdinFile)
  try {
    return await follow(run, input.fd)
  } finally {
    await input.close()
  }
}

async function follow({ args, env, signal, onLine, patienceMs = 10_000 }: BuildxRun, input?: number): Promise<number> {
  const child = spawn('docker', [...args], {
    env: { ...env },
    stdio: [input ?? 'ignore', 'ignore', 'pipe'],
    windowsHide: true,
  })
  const { stderr } = child
  if (stderr === null) throw new HarnessError('internal', 'buildx was given no place for its progress')
  let timer: NodeJS.Timeout | undefined
  let broken: { readonly error: unknown } | undefined
  const stop = (): void => {
    child.kill('SIGTERM')
    timer ??= setTimeout(end, patienceMs)
  }
  const end = (): void => {
    // What it started may hold its output open for as long as it likes.
    child.once('exit', () => {
      lines.close()
      stderr.destroy()
    })
    child.kill('SIGKILL')
  }
  signal.addEventListener('abort', stop, { once: true })
  const lines = createInterface({ input: stderr, crlfDelay: Infinity })
  lines.on('line', (line) => {
    if (broken !== undefined) return
    try {
      onLine(line.slice(0, maxLine))
    } catch (error) {
      broken = { error }
      stop()
    }
  })
  const read = new Promise<void>((resolve) => lines.once('close', resolve))
  try {
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.once('error', (cause) => reject(notStarted(cause)))
      child.once('close', (code) => resolve(code ?? 1))
    })
    await read
    signal.throwIfAborted()
    if (broken !== undefined) throw broken.error
    return exitCode
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
}

function notStarted(cause: Error): HarnessError {
  return new HarnessError('builder-failed', `docker cannot be started: ${cause.message}`, {
    cause,
    hint: 'install Docker with its buildx plugin, and have it on PATH',
  })
}
