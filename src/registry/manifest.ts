import type { Document } from '../oci/descriptor.ts'
import { isDigest, type Digest } from '../oci/digest.ts'
import { parseJson, parseWithin } from '../oci/json.ts'
import { acceptHeader, isSchema1Type, normalizeMediaType } from '../oci/media-type.ts'
import { readDocument } from './document-body.ts'
import { exchange, type RegistryRequest } from './exchange.ts'
import { reconcileMediaType } from './manifest-type.ts'
import { readAnywhere } from './mirror.ts'
import { redactUrl } from './redact.ts'
import type { Repository } from './repository.ts'
import type { Session } from './session.ts'
import { refuse } from './refuse.ts'
import type { HttpResponse } from './http-message.ts'
import { verifyDigest } from './verify.ts'

/**
 * An index or a manifest, by tag or digest. Its digest is computed from its bytes and compared with the one asked for,
 * or by tag with the one the registry names.
 * https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-manifests
 */
export async function readManifest(
  session: Session,
  { registry, repository }: Repository,
  tagOrDigest: string,
  signal?: AbortSignal,
): Promise<Document<unknown>> {
  const asked = isDigest(tagOrDigest) ? tagOrDigest : undefined
  const request: RegistryRequest = {
    method: 'GET',
    repository,
    path: `manifests/${tagOrDigest}`,
    headers: { accept: acceptHeader, 'accept-encoding': 'identity' },
    ...(signal === undefined ? {} : { signal }),
  }
  return readAnywhere(session, registry, signal, (endpoint) =>
    exchange(session, endpoint, request, async (response, facts) => {
      if (response.status !== 200) return refuse(response, facts)
      const bytes = await readDocument(response, session.settings.maxManifestBytes, asked)
      return parseManifest(bytes, response, asked)
    }),
  )
}

async function parseManifest(bytes: Uint8Array, response: HttpResponse, asked?: Digest): Promise<Document<unknown>> {
  const contentType = normalizeMediaType(response.header('content-type') ?? '')
  const url = redactUrl(response.url)
  const payload = await signedBytes(bytes, contentType)
  const named = response.header('docker-content-digest')
  const digest = verifyDigest(payload, asked ?? (isDigest(named) ? named : undefined), url)
  // By digest these are the bytes that were pushed; by tag a login page may have come in their place.
  const fault = asked === undefined ? 'registry-invalid' : 'content-invalid'
  const value = parseWithin(url, () => parseJson(payload, 'the manifest'), fault)
  return { bytes: payload, digest, mediaType: reconcileMediaType(value, contentType, url), value }
}

/** The digest of a signed manifest of schema 1 leaves its signatures out. */
async function signedBytes(bytes: Uint8Array, contentType: string): Promise<Uint8Array> {
  if (!isSchema1Type(contentType)) return bytes
  const { schema1Payload } = await import('./schema1.ts')
  return schema1Payload(bytes)
}
