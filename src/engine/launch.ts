import type { EngineClient } from './client.ts'
import { createContainer } from './create-container.ts'
import type { CreateRequest } from './create-request.ts'
import { inspectContainer, type StartedFacts } from './inspect.ts'

export interface LaunchHooks {
  /** Called between creation and start. */
  readonly onCreated: (id: string) => Promise<void>
  readonly signal?: AbortSignal
}

export interface Launched {
  /** Monotonic clock, taken when the engine said it had started. */
  readonly startedAtMs: number
  readonly facts: StartedFacts
}

/** A way to create and start a container: it throws what went wrong and cleans up nothing, its caller does. */
export type Launch = (create: CreateRequest, hooks: LaunchHooks) => Promise<Launched>

/** The way that works with every engine: its API. */
export function launchThrough(client: EngineClient): Launch {
  return async (create, { onCreated, signal }) => {
    const withSignal = signal === undefined ? {} : { signal }
    const id = await createContainer(client, create)
    await onCreated(id)
    await client.call({
      action: 'start a container',
      method: 'POST',
      path: `/containers/${id}/start`,
      timeoutMs: 2 * client.callTimeoutMs,
      ...withSignal,
    })
    const startedAtMs = performance.now()
    return { startedAtMs, facts: await inspectContainer(client, id, signal) }
  }
}
