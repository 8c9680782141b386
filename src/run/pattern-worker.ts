import { parentPort } from 'node:worker_threads'
import { RE2JS } from 're2js'
import type { PatternAnswer, PatternRequest } from './patterns.ts'

// The entry of a thread: patterns come from a file that anyone may have written, and some take hours.
parentPort?.on('message', ({ id, pattern, text }: PatternRequest) => {
  parentPort?.postMessage({ id, result: search(pattern, text) } satisfies PatternAnswer)
})

function search(pattern: string, text: string): PatternAnswer['result'] {
  try {
    return RE2JS.compile(pattern).matcher(text).find() ? 'found' : 'absent'
  } catch (thrown) {
    return { problem: thrown instanceof Error ? thrown.message : String(thrown) }
  }
}
