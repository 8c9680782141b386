import { setTimeout as delay } from 'node:timers/promises'
import { asList, asObject, parseWithin } from '../oci/json.ts'
import type { EngineClient } from './client.ts'
import type { ContainerSummary } from './engine.ts'
import { answerStatus } from './engine-error.ts'
import { labelFilter } from './labels.ts'

const attempts = 5

/**
 * Kills and removes a container with its anonymous volumes, by id or name. One that is gone already, or is being
 * removed, is waited for; an engine that is busy is asked again.
 */
export async function removeContainer(client: EngineClient, id: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.call({
        action: 'remove a container',
        method: 'DELETE',
        path: `/containers/${id}`,
        query: { force: true, v: true },
        // Engines wait ten seconds for a first process to die, and then kill it once more.
        timeoutMs: 2 * client.callTimeoutMs,
      })
      return
    } catch (error) {
      const status = answerStatus(error)
      if (status === 404) return
      if (attempt === attempts || (status !== 409 && status !== 500)) throw error
      await delay(100 * 2 ** attempt)
    }
  }
}

/** Containers that carry all of these labels, running or not. */
export async function listContainers(
  client: EngineClient,
  labels: Readonly<Record<string, string>>,
): Promise<readonly ContainerSummary[]> {
  const value = await client.call({
    action: 'list containers',
    method: 'GET',
    path: '/containers/json',
    query: { all: true, filters: labelFilter(labels) },
  })
  return parseWithin("the engine's containers", () => asList(value, '', parseSummary), 'engine-failed')
}

function parseSummary(value: unknown, where: string): ContainerSummary {
  const container = asObject(value, where)
  return {
    id: container.string('Id'),
    labels: container.optionalRecord('Labels') ?? {},
    running: container.optionalString('State') === 'running',
  }
}
