import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'

/** A registry behind which another stands, and that counts what it is asked. */
export interface RegistryProxy extends AsyncDisposable {
  readonly address: string
  /** `PUT /v2/app/manifests/1.4`, without queries. */
  readonly requests: readonly string[]
}

/** @param isRefused answers a request with 500 instead of passing it on */
export async function startRegistryProxy(
  behind: string,
  isRefused: (request: string) => boolean = () => false,
): Promise<RegistryProxy> {
  const requests: string[] = []
  const server = createServer((incoming, response) => {
    const line = `${incoming.method ?? ''} ${(incoming.url ?? '').replace(/\?.*$/, '')}`
    requests.push(line)
    if (isRefused(line)) response.writeHead(500).end()
    else passOn(behind, incoming, response)
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  return {
    address: `127.0.0.1:${address.port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** With its own host, so that the registry sends uploads back through here. */
function passOn(behind: string, incoming: IncomingMessage, response: ServerResponse): void {
  const [host, port] = behind.split(':')
  const { method, url, headers } = incoming
  const outgoing = send({ host, port, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    pipeline(answer, response).catch(() => response.destroy())
  })
  outgoing.on('error', () => response.destroy())
  pipeline(incoming, outgoing).catch(() => outgoing.destroy())
}
