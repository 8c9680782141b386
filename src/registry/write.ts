import { HarnessError } from '../errors.ts'
import { exchange, type Consume, type RegistryRequest } from './exchange.ts'
import type { Repository } from './repository.ts'
import { isTransientStatus, withRetries, type Attempt } from './retry.ts'
import type { Session } from './session.ts'

/** A request that writes, to a repository. */
export type WriteRequest = Omit<RegistryRequest, 'repository' | 'actions'>

/** What is written goes to the registry itself, never to a mirror; and once, whatever comes of it. */
export function write<T>(
  session: Session,
  { registry, repository }: Repository,
  request: WriteRequest,
  consume: Consume<T>,
): Promise<T> {
  const { registry: endpoint } = session.endpoints.list(registry)
  return exchange(session, endpoint, { ...request, repository, actions: 'pull,push' }, consume)
}

/** Does again, from its beginning, what a registry or the network could not do just then: for what may be done twice. */
export function writeAgain<T>(
  { settings: { retries, retryDelayMs } }: Session,
  signal: AbortSignal | undefined,
  run: () => Promise<T>,
): Promise<T> {
  const policy = { retries, delayMs: retryDelayMs }
  return withRetries(policy, signal ?? new AbortController().signal, async (): Promise<Attempt<T>> => {
    try {
      return { done: await run() }
    } catch (thrown) {
      signal?.throwIfAborted()
      if (!isTransient(thrown)) throw thrown
      const { retryAfterMs } = thrown.details
      return typeof retryAfterMs === 'number' ? { failed: thrown, retryAfterMs } : { failed: thrown }
    }
  })
}

const transientCodes: ReadonlySet<string> = new Set([
  'registry-failed',
  'registry-rate-limited',
  'registry-timeout',
  'registry-unreachable',
])

function isTransient(thrown: unknown): thrown is HarnessError {
  if (!(thrown instanceof HarnessError) || !transientCodes.has(thrown.code)) return false
  const { status } = thrown.details
  return typeof status !== 'number' || isTransientStatus(status)
}
