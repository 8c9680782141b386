import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { HarnessError, type ErrorCode } from '../errors.ts'
import type { TargetInfo } from '../harness/protocol.ts'
import type { OwnProgress, OwnSuitesRequest } from './own-test.ts'

/** What one suite said of one project. */
export interface SuiteResult {
  readonly project: string
  /** The suite file's name without its ending: `architecture`. */
  readonly suite: string
  readonly test: string
  readonly passed: boolean
  readonly durationMs: number
  /** What the failed assertions said. */
  readonly messages: readonly string[]
}

export interface SuiteProject {
  readonly target: TargetInfo
  /** The built-in suites that apply. */
  readonly suites: readonly string[]
}

export interface SuitesOptions {
  readonly projects: readonly SuiteProject[]
  readonly address: string
  readonly signal: AbortSignal
}

/** The built-in suites, run by vitest in threads of their own. */
export interface Suites {
  /**
   * Runs them, one vitest project per platform.
   * @throws HarnessError `suite-invalid` when a suite could not be loaded
   */
  run(options: SuitesOptions): Promise<readonly SuiteResult[]>
  close(): Promise<void>
}

/** What the thread is told. */
export type SuiteRequest =
  | ({ readonly kind: 'run' } & Omit<SuitesOptions, 'signal'>)
  | ({ readonly kind: 'run-own' } & OwnSuitesRequest)
  /** What it found until then is answered. */
  | { readonly kind: 'cancel' }

/** What it answers. */
export type SuiteAnswer =
  | { readonly kind: 'ran'; readonly results: readonly SuiteResult[] }
  | ({ readonly kind: 'progress' } & OwnProgress)
  | {
      readonly kind: 'failed'
      readonly code: ErrorCode
      readonly message: string
      readonly hint: string | undefined
      readonly cause?: string
    }

/** The error of an answer: of it only the words pass from thread to thread. */
export function failureOf({ code, message, hint, cause }: Extract<SuiteAnswer, { kind: 'failed' }>): HarnessError {
  return new HarnessError(code, message, { cause, ...(hint === undefined ? {} : { hint }) })
}

/** One that was cancelled and does not end is ended. */
export const longestCancelMs = 2000

/**
 * Begins to load vitest. In a thread it takes nothing from what goes on meanwhile, and what it does to its process, exit
 * codes, signals and variables, stays there.
 */
export function openSuites(): Suites {
  const threads = new Set<Worker>()
  const openThread = (): Worker => {
    const thread = startSuiteThread()
    threads.add(thread)
    return thread
  }
  const close = async (thread: Worker): Promise<void> => {
    threads.delete(thread)
    await thread.terminate()
  }
  let spare: Worker | undefined = openThread()
  return {
    run: async (options) => {
      if (options.projects.length === 0) return []
      const thread = spare ?? openThread()
      spare = undefined
      try {
        return await runIn(thread, options)
      } finally {
        await close(thread)
      }
    },
    close: async () => {
      await Promise.all([...threads].map(close))
    },
  }
}

/** Starts a thread that loads vitest and waits for what to run. */
export function startSuiteThread(): Worker {
  const thread = new Worker(workerFile(), {
    stdout: true,
    stderr: true,
    execArgv: inherited(),
    // What it allocates is soon garbage: room for more of it is memory for nothing.
    resourceLimits: { maxYoungGenerationSizeMb: 4 },
  })
  thread.unref()
  return thread
}

/** How modules are found; what else this process was started with is for its own program. */
function inherited(): string[] {
  return process.execArgv.filter((flag) => flag.startsWith('--conditions='))
}

function workerFile(): URL {
  const built = new URL('suite-worker.js', import.meta.url)
  return existsSync(built) ? built : new URL('suite-worker.ts', import.meta.url)
}

async function runIn(thread: Worker, { projects, address, signal }: SuitesOptions): Promise<readonly SuiteResult[]> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly SuiteResult[]>()
  const broken = (cause: unknown): void =>
    reject(new HarnessError('suite-invalid', 'the suites could not be run', { cause }))
  const send = (request: SuiteRequest): void => thread.postMessage(request)
  thread.once('error', broken)
  thread.once('exit', (code) => broken(`their thread ended with ${code}`))
  thread.on('message', (answer: SuiteAnswer) => {
    if (answer.kind === 'ran') return resolve(answer.results)
    if (answer.kind === 'progress') return
    reject(failureOf(answer))
  })
  let overdue: NodeJS.Timeout | undefined
  const cancel = (): void => {
    send({ kind: 'cancel' })
    overdue = setTimeout(() => resolve([]), longestCancelMs)
  }
  send({ kind: 'run', projects, address })
  signal.addEventListener('abort', cancel, { once: true })
  if (signal.aborted) cancel()
  try {
    return await promise
  } finally {
    clearTimeout(overdue)
    signal.removeEventListener('abort', cancel)
  }
}
