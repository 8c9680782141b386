import { HarnessError, type ErrorCode } from '../errors.ts'
import type { Endpoint } from './endpoint.ts'
import type { Session } from './session.ts'

/** After these a mirror is not asked again: each further request would wait for the same failure. */
const givesUp: ReadonlySet<ErrorCode> = new Set([
  'registry-unreachable',
  'registry-tls',
  'registry-timeout',
  'registry-denied',
])

/** Reads from the first mirror that can answer, else from the registry itself, whose error is the one that counts. */
export async function readAnywhere<T>(
  session: Session,
  host: string,
  signal: AbortSignal | undefined,
  read: (endpoint: Endpoint) => Promise<T>,
): Promise<T> {
  const { mirrors, registry } = session.endpoints.list(host)
  for (const mirror of mirrors) {
    try {
      return await read(mirror)
    } catch (thrown) {
      if (signal?.aborted === true || !(thrown instanceof HarnessError)) throw thrown
      if (givesUp.has(thrown.code)) session.endpoints.giveUp(mirror)
    }
  }
  return read(registry)
}
