import { asObject, parseWithin } from '../oci/json.ts'
import type { EngineClient } from './client.ts'
import { readEvents } from './event-stream.ts'

/** One whose clock is behind this one's would otherwise wait for a time to come. */
const idleTimeoutMs = 1500

/**
 * The signals that the engine was asked to send a container, as numbers or names, oldest first: by whoever stops it, or
 * by its own end. An engine keeps no more than a few hundred events, and none over its own end.
 */
export async function listReceivedSignals(client: EngineClient, id: string): Promise<readonly string[]> {
  const action = "read a container's events"
  const stream = await client.stream({
    action,
    method: 'GET',
    path: '/events',
    query: {
      since: 0,
      until: (Date.now() / 1000).toFixed(3),
      filters: JSON.stringify({ type: ['container'], container: [id], event: ['kill'] }),
    },
  })
  const signals: string[] = []
  for await (const event of readEvents(stream, { action, idleTimeoutMs })) {
    const actor = parseWithin("the engine's events", () => asObject(event).optionalObject('Actor'), 'engine-failed')
    signals.push(actor?.optionalRecord('Attributes')?.['signal'] ?? 'a signal')
  }
  return signals
}
