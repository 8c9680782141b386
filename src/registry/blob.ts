import type { Digest } from '../oci/digest.ts'
import { readDocument } from './document-body.ts'
import { exchange, type RegistryRequest } from './exchange.ts'
import { readAnywhere } from './mirror.ts'
import { redactUrl } from './redact.ts'
import type { Repository } from './repository.ts'
import type { Session } from './session.ts'
import { refuse } from './refuse.ts'
import { verifyDigest } from './verify.ts'

/** A small blob, whole, its digest compared. https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-blobs */
export async function readBlob(
  session: Session,
  { registry, repository }: Repository,
  digest: Digest,
  maxBytes: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const request: RegistryRequest = {
    method: 'GET',
    repository,
    path: `blobs/${digest}`,
    headers: { 'accept-encoding': 'identity' },
    ...(signal === undefined ? {} : { signal }),
  }
  return readAnywhere(session, registry, signal, (endpoint) =>
    exchange(session, endpoint, request, async (response, facts) => {
      if (response.status !== 200) return refuse(response, facts)
      const bytes = await readDocument(response, maxBytes, digest)
      verifyDigest(bytes, digest, redactUrl(response.url))
      return bytes
    }),
  )
}
