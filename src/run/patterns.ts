import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'

export interface PatternRequest {
  readonly id: number
  readonly pattern: string
  readonly text: string
}

export interface PatternAnswer {
  readonly id: number
  readonly result: PatternResult
}

/** `problem`: the pattern is none, or took too long. */
export type PatternResult = 'found' | 'absent' | { readonly problem: string }

/** Looks for patterns in texts, elsewhere: one that takes long holds up nothing else. */
export interface Patterns {
  search(pattern: string, text: string): Promise<PatternResult>
  close(): Promise<void>
}

export const patternTimeoutMs = 20_000
const maxPatternLength = 10_000

/** Patterns as Go's `regexp` has them. https://github.com/google/re2/wiki/Syntax */
export function openPatterns(timeoutMs = patternTimeoutMs): Patterns {
  let thread: Worker | undefined
  let asked = 0
  const end = async (): Promise<void> => {
    const ended = thread
    thread = undefined
    await ended?.terminate()
  }
  const ask = async (pattern: string, text: string): Promise<PatternResult> => {
    thread ??= startThread()
    const id = ++asked
    const { promise, resolve } = Promise.withResolvers<PatternResult>()
    const onMessage = (answer: PatternAnswer): void => {
      if (answer.id === id) resolve(answer.result)
    }
    const onError = (thrown: unknown): void => resolve({ problem: String(thrown) })
    thread.on('message', onMessage)
    thread.on('error', onError)
    const asking = thread
    const timer = setTimeout(() => {
      resolve({ problem: `it was not found out within ${timeoutMs / 1000} s` })
      void end()
    }, timeoutMs)
    asking.postMessage({ id, pattern, text } satisfies PatternRequest)
    try {
      return await promise
    } finally {
      clearTimeout(timer)
      asking.off('message', onMessage)
      asking.off('error', onError)
    }
  }
  return {
    search: async (pattern, text) =>
      pattern.length > maxPatternLength
        ? { problem: `it is longer than ${maxPatternLength} characters` }
        : ask(pattern, text),
    close: end,
  }
}

function startThread(): Worker {
  const built = new URL('pattern-worker.js', import.meta.url)
  const file = existsSync(built) ? built : new URL('pattern-worker.ts', import.meta.url)
  // Programs of a thousand states are as many small objects for each letter of the text.
  const thread = new Worker(file, { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 512 } })
  thread.unref()
  return thread
}
