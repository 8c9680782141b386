import { HarnessError } from '../errors.ts'
import type { StartedContainer } from '../engine/engine.ts'
import { quoteText } from '../oci/quote.ts'
import type { Answer } from './observation.ts'

export interface CommandQuestion {
  readonly container: StartedContainer
  readonly command: readonly string[]
  /** As a message names it: `pg_isready`, `its HEALTHCHECK`. */
  readonly name: string
  readonly timeoutMs: number
}

/** Runs a command in the application's container: 0 is good. */
export async function askCommand(question: CommandQuestion, signal: AbortSignal): Promise<Answer> {
  const { container, command, name, timeoutMs } = question
  try {
    const { exitCode, stdout, stderr } = await container.exec(command, { timeoutMs, signal })
    if (exitCode === 0) return { kind: 'good', proof: `${name} ended with 0` }
    const said = lastLine(stderr) ?? lastLine(stdout)
    const last = said === undefined ? '' : `: ${quoteText(said, 200)}`
    return { kind: 'none', reason: `${name} ended with ${exitCode}${last}` }
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof HarnessError)) throw error
    const late = error.code === 'deadline-exceeded'
    return { kind: 'none', reason: late ? `${name} did not end within ${timeoutMs / 1000} s` : error.message }
  }
}

function lastLine(text: string): string | undefined {
  return text
    .split('\n')
    .map((line) => line.trim())
    .findLast((line) => line !== '')
}
