import { enableCompileCache } from 'node:module'
import { inspect } from 'node:util'
import { parentPort } from 'node:worker_threads'
import { toHarnessError } from '../errors.ts'
import { loadVitest, runSuites } from './run-suites.ts'
import { runOwnSuites } from './run-own-suites.ts'
import type { OwnProgress } from './own-test.ts'
import type { SuiteAnswer, SuiteRequest } from './suites.ts'

// The entry of a thread. vitest loads here while the main thread does something else.
enableCompileCache()
loadVitest().catch(() => undefined)
const cancelled = new AbortController()
const answer = (message: SuiteAnswer): void => parentPort?.postMessage(message)

parentPort?.on('message', (message: SuiteRequest) => {
  if (message.kind === 'cancel') cancelled.abort()
  else if (message.kind === 'run-own') {
    const tell = (progress: OwnProgress): void => answer({ kind: 'progress', ...progress })
    runOwnSuites(message, tell, cancelled.signal).then(() => tellResults([]), tellFailure)
  } else runSuites(message.projects, message.address, cancelled.signal).then(tellResults, tellFailure)
})

function tellResults(results: Awaited<ReturnType<typeof runSuites>>): void {
  answer({ kind: 'ran', results })
}

/** Of an error only its words pass from thread to thread. */
function tellFailure(thrown: unknown): void {
  const { code, message, hint, cause } = toHarnessError(thrown)
  answer({ kind: 'failed', code, message, hint, ...(cause === undefined ? {} : { cause: inspect(cause) }) })
}
