import { type HostileRegistry, refuse, type SeenRequest, startHostileRegistry } from '../../support/hostile-registry.ts'
import type { ServerResponse } from 'node:http'

/** What the registry in front does with a request of the engine: `undefined` passes it on. */
export type Refusal = (request: SeenRequest, response: ServerResponse) => void

/** A registry before another, which answers this tool as that one does and the engine as the test says. */
export async function startFrontRegistry(behind: string, refusal: Refusal): Promise<HostileRegistry> {
  return startHostileRegistry((request, response) => {
    const isOurs = request.headers['user-agent']?.startsWith('everyarch') ?? false
    if (!isOurs) return refusal(request, response)
    void passOn(behind, request, response).catch(() => refuse(response, 502, 'UNAVAILABLE'))
  })
}

/** Sends the answer of the registry behind. */
export async function passOn(
  behind: string,
  { method, path, headers }: SeenRequest,
  response: ServerResponse,
): Promise<void> {
  const accept = headers.accept ?? '*/*'
  const answer = await fetch(`http://${behind}${path}`, { method, headers: { accept, 'accept-encoding': 'identity' } })
  const names = ['content-type', 'content-length', 'docker-content-digest']
  const kept = names.flatMap((name) => {
    const value = answer.headers.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  response.writeHead(answer.status, Object.fromEntries(kept))
  response.end(Buffer.from(await answer.arrayBuffer()))
}
