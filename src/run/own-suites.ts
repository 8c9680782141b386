import { HarnessError } from '../errors.ts'
import type { OwnProgress, OwnRun, OwnSuites, OwnSuitesRequest, OwnTest } from './own-test.ts'
import { failureOf, longestCancelMs, startSuiteThread, type SuiteAnswer, type SuiteRequest } from './suites.ts'

/** Beside what a test is given: for the thread itself, on a busy machine. */
const graceMs = 15_000

/**
 * Runs the user's suites against one platform in a thread of their own. One that blocks the thread is given up.
 * @throws HarnessError `suite-invalid` when one cannot be loaded
 */
export async function runOwnSuitesInThread(request: OwnSuitesRequest, signal: AbortSignal): Promise<OwnRun> {
  const thread = startSuiteThread()
  const tests: OwnTest[] = []
  const finished = new Set<string>()
  const { promise, resolve, reject } = Promise.withResolvers<string | undefined>()
  let last: OwnProgress = { allowedMs: request.testTimeoutMs }
  let watchdog: NodeJS.Timeout | undefined
  const watch = (allowedMs: number): void => {
    clearTimeout(watchdog)
    watchdog = setTimeout(() => resolve(`it did not go on within ${allowedMs / 1000} s`), allowedMs + graceMs)
  }
  thread.once('error', (cause) => reject(new HarnessError('suite-invalid', 'a suite ended its thread', { cause })))
  // A suite that ends its process ends this thread.
  thread.once('exit', (code) => resolve(`it ended the process that runs it, with ${code}`))
  thread.on('message', (answer: SuiteAnswer) => {
    if (answer.kind === 'ran') return resolve(undefined)
    if (answer.kind === 'failed') {
      if (signal.aborted) return resolve(undefined)
      return reject(failureOf(answer))
    }
    if (answer.result !== undefined) tests.push(answer.result)
    if (answer.isFinished === true && answer.file !== undefined) finished.add(answer.file)
    if (answer.test !== undefined || answer.file !== last.file) last = answer
    watch(answer.allowedMs)
  })
  const send = (message: SuiteRequest): void => thread.postMessage(message)
  const cancel = (): void => {
    send({ kind: 'cancel' })
    setTimeout(() => resolve('the run was stopped'), longestCancelMs).unref()
  }
  watch(request.testTimeoutMs)
  send({ kind: 'run-own', ...request })
  signal.addEventListener('abort', cancel, { once: true })
  if (signal.aborted) cancel()
  try {
    const stopped = await promise
    return signal.aborted ? stoppedRun(request, tests) : concludeRun({ request, tests, finished, last, stopped })
  } finally {
    clearTimeout(watchdog)
    signal.removeEventListener('abort', cancel)
    await thread.terminate()
  }
}

/** A test that was cancelled has not failed. */
function stoppedRun({ files }: OwnSuites, tests: readonly OwnTest[]): OwnRun {
  return {
    tests: tests.filter(({ status }) => status === 'passed'),
    unfinished: new Map(files.map((file) => [file, 'the run was stopped'])),
  }
}

interface Concluded {
  readonly request: OwnSuites
  readonly tests: readonly OwnTest[]
  readonly finished: ReadonlySet<string>
  readonly last: OwnProgress
  readonly stopped: string | undefined
}

function concludeRun({ request, tests, finished, last, stopped }: Concluded): OwnRun {
  const left = request.files.filter((file) => !finished.has(file))
  if (stopped === undefined) return { tests, unfinished: new Map(left.map((file) => [file, 'it did not run'])) }
  const { file = left[0] ?? '', test = 'its first lines', allowedMs } = last
  const blocked: OwnTest = {
    file,
    test,
    status: 'timed-out',
    durationMs: allowedMs,
    messages: [stopped],
  }
  const others = left.filter((it) => it !== file)
  return { tests: [...tests, blocked], unfinished: new Map(others.map((it) => [it, `${file} kept it from running`])) }
}
