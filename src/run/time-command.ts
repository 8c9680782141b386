import type { StartedContainer } from '../engine/engine.ts'
import { toHarnessError } from '../errors.ts'
import { escapeControl } from '../report/escape.ts'

/** What was timed, in milliseconds, and what kept the rest from it. */
export interface CommandTimes {
  readonly durations: readonly number[]
  readonly problem?: string
}

/** Runs a command in a container and times it; one that fails has no time. */
export async function timeCommand(
  container: StartedContainer,
  command: readonly string[],
  timeoutMs: number,
  signal: AbortSignal,
): Promise<CommandTimes> {
  const beganAtMs = performance.now()
  try {
    const { exitCode, stderr } = await container.exec(command, { timeoutMs, signal })
    const tookMs = performance.now() - beganAtMs
    if (exitCode === 0) return { durations: [tookMs] }
    const said = escapeControl(stderr.trim().split('\n').at(-1) ?? '', 200)
    return { durations: [], problem: `ended with ${exitCode}${said === '' ? '' : `: ${said}`}` }
  } catch (thrown) {
    return failedTimes(thrown)
  }
}

/** No times, for what was thrown. */
export function failedTimes(thrown: unknown): CommandTimes {
  return { durations: [], problem: toHarnessError(thrown).message }
}
