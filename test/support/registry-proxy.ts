import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'

/** A registry behind which another stands, and that counts what it is asked. */
export interface RegistryProxy extends AsyncDisposable {
  readonly address: string
  /** `PUT /v2/app/manifests/1.4`, without queries. */
  readonly requests: readonly string[]
}

/** What becomes of a request: true or a status refuses it, `lost` passes it on and gives no answer. */
export type Decision = boolean | number | 'lost'

/** @param decide may refuse a request, with 500 where it names no status, instead of passing it on */
export async function startRegistryProxy(
  behind: string,
  decide: (request: string, incoming: IncomingMessage) => Decision | Promise<Decision> = () => false,
): Promise<RegistryProxy> {
  const requests: string[] = []
  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const line = `${incoming.method ?? ''} ${(incoming.url ?? '').replace(/\?.*$/, '')}`
    requests.push(line)
    const decision = await decide(line, incoming)
    if (decision === 401) response.setHeader('www-authenticate', 'Basic realm="test"')
    if (decision === false || decision === 'lost') passOn(behind, incoming, response, decision === 'lost')
    else response.writeHead(decision === true ? 500 : decision).end()
  }
  const server = createServer((incoming, response) => void answer(incoming, response))
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
function passOn(behind: string, incoming: IncomingMessage, response: ServerResponse, isLost: boolean): void {
  const [host, port] = behind.split(':')
  const { method, url, headers } = incoming
  const outgoing = send({ host, port, method, path: url, headers }, (answer) => {
    if (isLost) return void answer.resume().once('end', () => response.destroy())
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    pipeline(answer, response).catch(() => response.destroy())
  })
  outgoing.on('error', () => response.destroy())
  pipeline(incoming, outgoing).catch(() => outgoing.destroy())
}
