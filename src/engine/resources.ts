import { asList, asObject, parseWithin } from '../oci/json.ts'
import type { EngineClient } from './client.ts'
import type { ResourceKind, ResourceSummary } from './engine.ts'
import { answerStatus } from './engine-error.ts'
import { labelFilter } from './labels.ts'

/** Networks or volumes that carry all of these labels. */
export async function listResources(
  client: EngineClient,
  kind: ResourceKind,
  labels: Readonly<Record<string, string>>,
): Promise<readonly ResourceSummary[]> {
  const value = await client.call({
    action: `list ${kind}s`,
    method: 'GET',
    path: `/${kind}s`,
    query: { filters: labelFilter(labels) },
  })
  const parse = (resource: unknown, where: string): ResourceSummary => {
    const fields = asObject(resource, where)
    return { name: fields.string('Name'), labels: fields.optionalRecord('Labels') ?? {} }
  }
  return parseWithin(
    `the engine's ${kind}s`,
    () => (kind === 'volume' ? asObject(value).list('Volumes', parse) : asList(value, '', parse)),
    'engine-failed',
  )
}

/** One that is gone already is fine. */
export async function removeResource(client: EngineClient, kind: ResourceKind, name: string): Promise<void> {
  try {
    await client.call({
      action: `remove the ${kind} ${name}`,
      method: 'DELETE',
      path: `/${kind}s/${encodeURIComponent(name)}`,
    })
  } catch (error) {
    if (answerStatus(error) !== 404) throw error
  }
}
