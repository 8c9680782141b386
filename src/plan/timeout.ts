import type { Execution } from '../emulation/execution.ts'

/** From the container's start to healthy, where the user gave none. */
const defaultTimeoutMs = { native: 60_000, emulated: 240_000 } as const

/** How long a platform is given to become healthy: emulation is slower by an order of magnitude. */
export function timeoutFor(execution: Execution, askedMs: number | undefined): number {
  return askedMs ?? defaultTimeoutMs[execution.kind === 'emulated' ? 'emulated' : 'native']
}
