import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { EngineTransport } from './transport.ts'

/** What `/_ping` tells in its headers. */
export interface EnginePing {
  readonly apiVersion?: string
  readonly os?: string
}

/**
 * Asks whether an engine answers. Plain Node, so that finding one costs no library.
 * @throws Error whatever the connection failed with, or that something else answered
 */
export async function pingEngine(transport: EngineTransport, signal: AbortSignal): Promise<EnginePing> {
  const { socketPath, host, port, agent } = transport
  const request = transport.protocol === 'https' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const asked = request({
      path: '/_ping',
      agent,
      signal,
      ...(socketPath !== undefined && { socketPath }),
      ...(host !== undefined && { host, port }),
    })
    asked.once('error', reject)
    asked.once('response', (response) => {
      response.once('error', reject)
      response.resume()
      response.once('end', () => {
        const status = response.statusCode ?? 0
        const apiVersion = header(response.headers['api-version'])
        if (status !== 200) return reject(new Error(`answered with status ${status}`))
        // Any web server may answer 200: an engine names its API.
        if (apiVersion === undefined) return reject(new Error('answered, but is no container engine'))
        const os = header(response.headers['ostype'])
        resolve({ apiVersion, ...(os !== undefined && { os }) })
      })
    })
    asked.end()
  })
}

function header(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}
