import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { EngineTransport } from './transport.ts'

export interface PlainAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

const maxBodyLength = 8 * 1024 * 1024

/**
 * One GET with nothing but Node, for what is asked before the library for the rest has been loaded.
 * @throws Error whatever the connection failed with
 */
export async function plainGet(transport: EngineTransport, path: string, signal: AbortSignal): Promise<PlainAnswer> {
  const { socketPath, host, port, agent } = transport
  const request = transport.protocol === 'https' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const asked = request({
      path,
      agent,
      signal,
      ...(socketPath !== undefined && { socketPath }),
      ...(host !== undefined && { host, port }),
    })
    asked.once('error', reject)
    asked.once('response', (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.once('error', reject)
      response.on('data', (text: string) => {
        body += text
        if (body.length > maxBodyLength) response.destroy(new Error('answered more than an engine would'))
      })
      response.once('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    asked.end()
  })
}
