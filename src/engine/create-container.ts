import { asObject, parseWithin } from '../oci/json.ts'
import type { EngineClient } from './client.ts'
import type { CreateRequest } from './create-request.ts'

/** Not to be aborted: an engine that has begun to create a container would leave it behind. Gives its ID. */
export async function createContainer(client: EngineClient, create: CreateRequest): Promise<string> {
  const created = await client.call({
    action: `create a container of ${create.config.Image}`,
    method: 'POST',
    path: '/containers/create',
    query: { name: create.name, ...(create.platform !== undefined && { platform: create.platform }) },
    body: { ...create.config, HostConfig: create.hostConfig },
    timeoutMs: 2 * client.callTimeoutMs,
  })
  return parseWithin("the engine's container", () => asObject(created).string('Id'), 'engine-failed')
}
