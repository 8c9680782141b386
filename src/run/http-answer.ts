import type { Dispatcher } from 'undici'
import type { Answer } from './observation.ts'

const maxBodyBytes = 64 * 1024

/** Asks an application over HTTP, again and again, over connections of its own. */
export interface HttpAsker {
  ask(url: string, timeoutMs: number, signal: AbortSignal): Promise<Answer>
  close(): Promise<void>
}

/** @returns an asker whose answers are never thrown: what goes wrong is part of the answer */
export async function openHttpAsker(): Promise<HttpAsker> {
  const { Agent } = await import('undici')
  const agent: Dispatcher = new Agent({
    pipelining: 0,
    connections: 8,
    connect: { timeout: 5000 },
    maxResponseSize: -1,
  })
  return {
    ask: (url, timeoutMs, signal) => ask(agent, url, timeoutMs, signal),
    close: () => agent.destroy(),
  }
}

async function ask(agent: Dispatcher, url: string, timeoutMs: number, signal: AbortSignal): Promise<Answer> {
  const { origin, pathname, search } = new URL(url)
  try {
    const response = await agent.request({
      origin,
      path: `${pathname}${search}`,
      method: 'GET',
      headers: { accept: '*/*', 'user-agent': 'everyarch' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    })
    await readSome(response.body)
    return isGood(response.statusCode)
      ? { kind: 'good', status: response.statusCode }
      : { kind: 'wrong', status: response.statusCode }
  } catch (error) {
    return { kind: 'none', reason: describe(error) }
  }
}

// https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#define-a-liveness-http-request
function isGood(status: number): boolean {
  return status >= 200 && status < 400
}

/** Reads a body up to the limit, then lets go: an endless one is an answer like any other. */
async function readSome(body: Dispatcher.ResponseData['body']): Promise<void> {
  let received = 0
  for await (const chunk of body) {
    received += Buffer.byteLength(chunk)
    if (received > maxBodyBytes) break
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  if (code === 'ECONNREFUSED') return 'the connection was refused'
  if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET') return 'the connection was closed without an answer'
  if (code === 'TimeoutError' || code === 'UND_ERR_CONNECT_TIMEOUT') return 'no answer in time'
  return error.message
}
