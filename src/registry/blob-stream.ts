import { HarnessError } from '../errors.ts'
import { createDigester, type Digest } from '../oci/digest.ts'
import { abortError } from './deadline.ts'
import type { Endpoint } from './endpoint.ts'
import { exchange, type RegistryRequest } from './exchange.ts'
import { readAnywhere } from './mirror.ts'
import { redactUrl } from './redact.ts'
import type { Repository } from './repository.ts'
import type { RequestFacts } from './request-facts.ts'
import type { Session } from './session.ts'
import { openPace } from './pace.ts'
import { refuse } from './refuse.ts'
import type { RegistrySettings } from './settings.ts'
import type { HttpResponse } from './http-message.ts'
import { digestMismatch, sizeMismatch } from './verify.ts'

/** A blob to stream; without a size, whoever reads it must know when to stop. */
export interface StreamedBlob {
  readonly digest: Digest
  readonly sizeBytes?: number
}

/** An answer that is being read, and how much of its start was read before. */
interface Reading {
  readonly endpoint: Endpoint
  readonly response: HttpResponse
  readonly facts: RequestFacts
  readonly repeatedBytes: number
}

/**
 * Opens a blob and returns it as it comes. Size and digest are compared as it ends, and no byte beyond the size is
 * given out; a connection that breaks is taken up where it broke.
 */
export async function openBlob(
  session: Session,
  { registry, repository }: Repository,
  blob: StreamedBlob,
  signal?: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  const open = (endpoint: Endpoint, offset: number): Promise<Reading> => {
    const request: RegistryRequest = {
      method: 'GET',
      repository,
      path: `blobs/${blob.digest}`,
      headers: { 'accept-encoding': 'identity', ...(offset === 0 ? {} : { range: `bytes=${offset}-` }) },
      lane: 'stream',
      ...(signal === undefined ? {} : { signal }),
    }
    return exchange(session, endpoint, request, async (response, facts) => {
      if (response.status === 200) return { endpoint, response, facts, repeatedBytes: offset }
      if (response.status === 206 && offset > 0) {
        if (response.header('content-range')?.startsWith(`bytes ${offset}-`) === true)
          return { endpoint, response, facts, repeatedBytes: 0 }
        throw wrongRange(response)
      }
      return refuse(response, facts)
    })
  }
  const first = await readAnywhere(session, registry, signal, (endpoint) => open(endpoint, 0))
  return verifiedStream(blob, first, { ...session.settings, open, signal })
}

interface StreamOptions extends Pick<RegistrySettings, 'retries' | 'timeoutMs' | 'slowestBytesPerSecond'> {
  readonly open: (endpoint: Endpoint, offset: number) => Promise<Reading>
  readonly signal: AbortSignal | undefined
}

async function* verifiedStream(
  { digest, sizeBytes = Infinity }: StreamedBlob,
  first: Reading,
  options: StreamOptions,
): AsyncGenerator<Uint8Array, void> {
  const { retries, open, signal } = options
  const pace = openPace(options)
  const digester = createDigester(digest)
  const url = redactUrl(first.response.url)
  let reading = first
  let received = 0
  for (let resumes = 0; ; resumes++) {
    try {
      for await (const chunk of pace(withoutStart(reading.response.body, reading.repeatedBytes), url)) {
        received += chunk.byteLength
        if (received > sizeBytes) throw sizeMismatch(url, sizeBytes, received)
        digester.update(chunk)
        yield chunk
      }
      break
    } catch (thrown) {
      if (signal?.aborted === true) throw abortError(signal)
      const { networkFailure } = await import('./network-error.ts')
      const { error, isTransient } = networkFailure(thrown, reading.facts)
      if (!isTransient || resumes === retries) throw error
    }
    reading = await open(reading.endpoint, received)
  }
  if (Number.isFinite(sizeBytes) && received !== sizeBytes) throw sizeMismatch(url, sizeBytes, received)
  const actual = digester.finish()
  if (actual !== digest) throw digestMismatch(url, digest, actual)
}

async function* withoutStart(body: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array, void> {
  let left = bytes
  for await (const chunk of body) {
    if (left >= chunk.byteLength) left -= chunk.byteLength
    else {
      yield left === 0 ? chunk : chunk.subarray(left)
      left = 0
    }
  }
}

function wrongRange(response: HttpResponse): HarnessError {
  const url = redactUrl(response.url)
  return new HarnessError('registry-invalid', `${url} answers with another range than the one asked for`, {
    hint: 'try again; the registry or its storage does not resume downloads correctly',
    details: { url },
  })
}
