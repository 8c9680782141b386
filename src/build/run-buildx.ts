import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { HarnessError } from '../errors.ts'
import type { Variables } from '../config/environment.ts'

/** Longer lines than any that a step writes: they are cut. */
const maxLine = 1_000_000
/** What it may take to stop after it was told to. */
const patienceMs = 10_000

export interface BuildxRun {
  /** Without `docker` itself. */
  readonly args: readonly string[]
  readonly env: Variables
  /** Whether this process's standard input is the build's. */
  readonly takesStdin: boolean
  readonly signal: AbortSignal
  /** A line of its progress. */
  readonly onLine: (line: string) => void
}

/**
 * Runs buildx to its end and gives its exit code. When the signal aborts, the build is told to stop, and ended when it
 * does not.
 * @throws the signal's reason; HarnessError `builder-failed` when it cannot be started
 */
export async function runBuildx({ args, env, takesStdin, signal, onLine }: BuildxRun): Promise<number> {
  signal.throwIfAborted()
  const child = spawn('docker', [...args], {
    env: { ...env },
    stdio: [takesStdin ? 'inherit' : 'ignore', 'ignore', 'pipe'],
    windowsHide: true,
  })
  let timer: NodeJS.Timeout | undefined
  const stop = (): void => {
    child.kill('SIGTERM')
    timer = setTimeout(() => child.kill('SIGKILL'), patienceMs)
  }
  signal.addEventListener('abort', stop, { once: true })
  const lines = createInterface({ input: child.stderr, crlfDelay: Infinity })
  lines.on('line', (line) => onLine(line.slice(0, maxLine)))
  const read = new Promise<void>((resolve) => lines.once('close', resolve))
  try {
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.once('error', (cause) => reject(notStarted(cause)))
      child.once('close', (code) => resolve(code ?? 1))
    })
    await read
    signal.throwIfAborted()
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
