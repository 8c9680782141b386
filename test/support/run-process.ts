import { spawn } from 'node:child_process'

/** How a process ended, and all it wrote. */
export interface ProcessResult {
  readonly pid: number
  /** Undefined when a signal ended it. */
  readonly exitCode: number | undefined
  readonly signal: NodeJS.Signals | undefined
  readonly stdout: string
  readonly stderr: string
  readonly durationMs: number
}

export interface ProcessOptions {
  readonly cwd?: string
  /** Beside this process's own; undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly input?: string
  /** Ends it, and the promise rejects. @default 60_000 */
  readonly timeoutMs?: number
}

/** A process that runs, to be watched and interrupted. */
export interface RunningProcess extends AsyncDisposable {
  readonly pid: number
  readonly finished: Promise<ProcessResult>
  kill(signal: NodeJS.Signals): void
  /** Resolves when what it has written, on either stream, matches; rejects when it ends without. */
  waitForOutput(pattern: RegExp): Promise<void>
}

/** Runs a program to its end; only a program that cannot be started, or takes too long, rejects. */
export async function runProcess(
  command: string,
  args: readonly string[],
  options: ProcessOptions = {},
): Promise<ProcessResult> {
  return startProcess(command, args, options).finished
}

/** Starts a program. Disposing of it kills it. */
export function startProcess(command: string, args: readonly string[], options: ProcessOptions = {}): RunningProcess {
  const { cwd, env, input, timeoutMs = 60_000 } = options
  const startedAt = performance.now()
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env } })
  const output = { stdout: '', stderr: '' }
  const watchers = new Set<() => void>()
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
      for (const watcher of watchers) watcher()
    })
  }
  child.stdin.on('error', () => {}).end(input)

  const finished = new Promise<ProcessResult>((resolve, reject) => {
    let late = false
    const timer = setTimeout(() => (late = child.kill('SIGKILL')), timeoutMs)
    child.once('error', reject)
    child.once('close', (exitCode, signal) => {
      clearTimeout(timer)
      const durationMs = performance.now() - startedAt
      if (late) reject(new Error(`${command} ${args.join(' ')} took over ${timeoutMs} ms\n${output.stderr}`))
      resolve({
        pid: child.pid ?? 0,
        exitCode: exitCode ?? undefined,
        signal: signal ?? undefined,
        ...output,
        durationMs,
      })
    })
  })
  finished.catch(() => {})

  return {
    pid: child.pid ?? 0,
    finished,
    kill: (signal) => void child.kill(signal),
    async waitForOutput(pattern) {
      const matches = (): boolean => pattern.test(output.stdout) || pattern.test(output.stderr)
      const ended = finished.then(({ stderr }) => {
        if (!matches()) throw new Error(`it ended without writing ${String(pattern)}\n${stderr}`)
      })
      const written = new Promise<void>((resolve) => {
        const watcher = (): void => {
          if (matches()) resolve()
        }
        watchers.add(watcher)
        watcher()
      })
      await Promise.race([written, ended])
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await finished.catch(() => {})
    },
  }
}
