import { plainGet } from './plain-get.ts'
import type { EngineTransport } from './transport.ts'

/**
 * Asks whether an engine answers.
 * @throws Error whatever the connection failed with, or that something else answered
 */
export async function pingEngine(transport: EngineTransport, signal: AbortSignal): Promise<void> {
  const { status, headers } = await plainGet(transport, '/_ping', signal)
  if (status !== 200) throw new Error(`answered with status ${status}`)
  // Any web server may answer 200: an engine names its API.
  if (headers['api-version'] === undefined) throw new Error('answered, but is no container engine')
}
