import { asObject, parseWithin, type JsonObject } from '../oci/json.ts'
import type { EngineClient } from './client.ts'
import type { ContainerState } from './engine.ts'
import { plainText } from './engine-text.ts'
import { parseOwnAddress, parsePublishedPorts } from './publish.ts'

/** What the engine knows of a container. */
export interface ContainerFacts extends StartedFacts {
  readonly state: ContainerState
}

/** What its start settled. */
export interface StartedFacts {
  /** On the engine's clock; undefined for one that never started. */
  readonly startedAt: Date | undefined
  /** Host ports by container port: `5000/tcp`. */
  readonly ports: ReadonlyMap<string, number>
  /** Its own in its network; absent where it has none of its own. */
  readonly ownAddress: string | undefined
}

export async function inspectContainer(
  client: EngineClient,
  id: string,
  signal?: AbortSignal,
): Promise<ContainerFacts> {
  const value = await inspectRaw(client, id, signal)
  return parseWithin("the engine's container", () => parseContainer(asObject(value)), 'engine-failed')
}

/** The engine's own description, not yet looked at. */
export function inspectRaw(client: EngineClient, id: string, signal?: AbortSignal): Promise<unknown> {
  return client.call({
    action: 'inspect a container',
    method: 'GET',
    path: `/containers/${id}/json`,
    ...(signal !== undefined && { signal }),
  })
}

function parseContainer(container: JsonObject): ContainerFacts {
  const state = container.object('State')
  const startedAt = new Date(state.optionalString('StartedAt') ?? '')
  return {
    state: parseState(state),
    // Go's zero time, in the year 1, means never.
    startedAt: startedAt.getTime() > 0 ? startedAt : undefined,
    ports: parsePublishedPorts(container.optionalObject('NetworkSettings')),
    ownAddress: parseOwnAddress(container.optionalObject('NetworkSettings')),
  }
}

function parseState(state: JsonObject): ContainerState {
  if (state.optionalBoolean('Running') === true) {
    const pid = state.optionalInteger('Pid') ?? 0
    const outOfMemory = state.optionalBoolean('OOMKilled') === true
    return { running: true, ...(pid > 0 && { pid }), ...(outOfMemory && { outOfMemory }) }
  }
  return {
    running: false,
    exitCode: state.optionalInteger('ExitCode', { min: Number.MIN_SAFE_INTEGER }) ?? 0,
    outOfMemory: state.optionalBoolean('OOMKilled') ?? false,
    error: plainText(state.optionalString('Error') ?? ''),
  }
}
