import { plainGet } from './plain-get.ts'
import type { EngineTransport } from './transport.ts'

/**
 * Asks whether an engine answers.
 * @throws Error whatever the connection failed with, or that something else answered
 */
export async function pingEngine(transport: EngineTransport, signal: AbortSignal): Promise<void> {
  const { status, headers, body } = await plainGet(transport, '/_ping', signal)
  // What Go's server says to whoever speaks plain HTTP to it.
  if (status === 400 && body.includes('HTTPS server'))
    throw new Error('it wants TLS: name a Docker context with its keys, or set DOCKER_TLS_VERIFY and DOCKER_CERT_PATH')
  if (status !== 200) throw new Error(`answered with status ${status}`)
  // Any web server may answer 200: an engine names its API.
  if (headers['api-version'] === undefined) throw new Error('answered, but is no container engine')
}
