import { asObject, parseWithin } from '../oci/json.ts'
import type { EngineClient } from './client.ts'
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
    // Not to be aborted: an engine that has begun to create a container would leave it behind.
    const created = await client.call({
      action: `create a container of ${create.config.Image}`,
      method: 'POST',
      path: '/containers/create',
      query: { name: create.name, ...(create.platform !== undefined && { platform: create.platform }) },
      body: { ...create.config, HostConfig: create.hostConfig },
      timeoutMs: 2 * client.callTimeoutMs,
    })
    const id = parseWithin("the engine's container", () => asObject(created).string('Id'), 'engine-failed')
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
