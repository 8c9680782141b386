import { Client } from 'undici'
import type { HttpCondition } from '../plan/condition.ts'
import { judgeAnswer } from './judge-answer.ts'

export interface TimeRequestsOptions {
  readonly condition: Pick<HttpCondition, 'scheme' | 'path' | 'host' | 'trust' | 'wants'>
  readonly address: { readonly host: string; readonly port: number }
  readonly count: number
  /** For all of them. */
  readonly longestMs: number
  readonly signal: AbortSignal
}

export interface RequestTimes {
  /** Of good answers, in milliseconds, in their order. */
  readonly durations: readonly number[]
  /** What was wrong with an answer, or kept it from coming. */
  readonly problem?: string
}

/** Not timed: the first makes the connection. */
const firstRequests = 1
const maxBodyBytes = 16 * 1024 * 1024
const longestRequestMs = 30_000

/** Sends requests one after another, over one connection as far as the application keeps it, and times each. */
export async function timeRequests(options: TimeRequestsOptions): Promise<RequestTimes> {
  const { condition, address, count, longestMs, signal } = options
  const client = openClient(options)
  const authority = condition.host ?? `${bracket(address.host)}:${address.port}`
  const durations: number[] = []
  const beganAtMs = performance.now()
  try {
    for (let sent = 0; sent < count + firstRequests; sent++) {
      signal.throwIfAborted()
      if (performance.now() - beganAtMs > longestMs) break
      const askedAtMs = performance.now()
      const answer = await ask(client, condition.path, authority, signal)
      const tookMs = performance.now() - askedAtMs
      const problem = judgeAnswer(answer, condition.wants)
      if (problem !== undefined) return { durations, problem: `${problem}, to request ${sent + 1} in a row` }
      if (sent >= firstRequests) durations.push(tookMs)
    }
    return { durations }
  } catch (error) {
    signal.throwIfAborted()
    const said = error instanceof Error ? error.message : String(error)
    return { durations, problem: `did not answer request ${durations.length + firstRequests + 1} in a row: ${said}` }
  } finally {
    await client.destroy()
  }
}

function openClient({ condition, address }: TimeRequestsOptions): Client {
  const { scheme, host, trust } = condition
  const name = host?.replace(/:\d+$/, '')
  return new Client(`${scheme}://${bracket(address.host)}:${address.port}`, {
    pipelining: 1,
    headersTimeout: longestRequestMs,
    bodyTimeout: longestRequestMs,
    maxResponseSize: maxBodyBytes,
    connect: {
      timeout: longestRequestMs,
      ...(scheme === 'https' ? { servername: name ?? 'localhost', rejectUnauthorized: false } : {}),
      ...(trust?.kind === 'authority' ? { ca: trust.pem } : {}),
    },
  })
}

async function ask(client: Client, path: string, authority: string, signal: AbortSignal) {
  const headers = { host: authority, accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'everyarch' }
  const { statusCode, headers: answered, body } = await client.request({ method: 'GET', path, headers, signal })
  const text = await body.text()
  return { kind: 'answered', status: statusCode, headers: answered, body: text, isCut: false } as const
}

function bracket(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}
