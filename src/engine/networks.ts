import { asList, asObject, parseWithin } from '../oci/json.ts'
import type { EngineClient } from './client.ts'
import type { NetworkSummary } from './engine.ts'

/** The networks containers of this engine can be in. */
export async function listNetworks(client: EngineClient): Promise<readonly NetworkSummary[]> {
  const value = await client.call({ action: 'list networks', method: 'GET', path: '/networks' })
  return parseWithin("the engine's networks", () => asList(value, '', parseSummary), 'engine-failed')
}

function parseSummary(value: unknown, where: string): NetworkSummary {
  const network = asObject(value, where)
  return {
    id: network.string('Id'),
    name: network.string('Name'),
    driver: network.optionalString('Driver') ?? '',
    isInternal: network.optionalBoolean('Internal') ?? false,
  }
}
