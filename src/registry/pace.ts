import { HarnessError } from '../errors.ts'
import type { RegistrySettings } from './settings.ts'

type PaceSettings = Pick<RegistrySettings, 'timeoutMs' | 'slowestBytesPerSecond'>

/** Passes chunks on; reading several bodies of one blob counts together. */
export type Pace = (chunks: AsyncIterable<Uint8Array>, url: string) => AsyncGenerator<Uint8Array, void>

/**
 * Ends what comes too slowly: a byte now and then keeps a connection from being idle for ever. Only waiting counts, not
 * what is done with the chunks.
 * @throws HarnessError `registry-timeout`
 */
export function openPace({ timeoutMs, slowestBytesPerSecond }: PaceSettings): Pace {
  let waitedMs = 0
  let received = 0
  return async function* (chunks, url) {
    let sinceMs = performance.now()
    for await (const chunk of chunks) {
      waitedMs += performance.now() - sinceMs
      received += chunk.byteLength
      if (waitedMs > timeoutMs + (received / slowestBytesPerSecond) * 1000) throw tooSlow(url, received, waitedMs)
      yield chunk
      sinceMs = performance.now()
    }
  }
}

function tooSlow(url: string, received: number, waitedMs: number): HarnessError {
  const message = `${url}: only ${received} bytes came in ${Math.round(waitedMs / 100) / 10} s`
  return new HarnessError('registry-timeout', message, {
    hint: 'the registry is too slow or too far: try again',
    details: { received, waitedMs: Math.round(waitedMs) },
  })
}
