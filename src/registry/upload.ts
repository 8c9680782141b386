import type { Readable } from 'node:stream'
import { HarnessError } from '../errors.ts'
import { computeDigest, isDigest, type Digest } from '../oci/digest.ts'
import { discardBody } from './body.ts'
import { exchange, type Consume, type RegistryRequest } from './exchange.ts'
import { checkBlob } from './presence.ts'
import { redactUrl } from './redact.ts'
import type { Repository } from './repository.ts'
import type { Session } from './session.ts'
import { refuse } from './refuse.ts'
import type { HttpResponse } from './http-message.ts'
import { verifyDigest } from './verify.ts'

/** A manifest to push, under a tag or under its own digest. */
export interface ManifestUpload {
  readonly bytes: Uint8Array
  readonly mediaType: string
  /** @default its digest alone */
  readonly tag?: string
}

/** A blob to push. */
export interface BlobUpload {
  readonly digest: Digest
  readonly sizeBytes: number
  /** Opened only if it must be sent. */
  readonly open: () => Promise<AsyncIterable<Uint8Array>>
  /** A repository of the same registry that holds it. */
  readonly mountFrom?: string
}

/** https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pushing-manifests */
export async function putManifest(
  session: Session,
  repository: Repository,
  { bytes, mediaType, tag }: ManifestUpload,
  signal?: AbortSignal,
): Promise<Digest> {
  const digest = computeDigest(bytes)
  const request: RegistryRequest = {
    method: 'PUT',
    path: `manifests/${tag ?? digest}`,
    headers: { 'content-type': mediaType },
    body: bytes,
    ...pushOf(repository, signal),
  }
  return write(session, repository, request, async (response, facts) => {
    if (response.status !== 201) return refuse(response, facts)
    await discardBody(response)
    const named = response.header('docker-content-digest')
    if (isDigest(named)) verifyDigest(bytes, named, redactUrl(response.url))
    return digest
  })
}

/**
 * In one piece, by POST and PUT; nothing is sent that the registry has, here or in the repository to mount from.
 * https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#post-then-put
 */
export async function uploadBlob(
  session: Session,
  repository: Repository,
  blob: BlobUpload,
  signal?: AbortSignal,
): Promise<void> {
  const { digest, mountFrom } = blob
  if (mountFrom === undefined && (await checkBlob(session, repository, digest, signal)).state === 'present') return
  const mount =
    mountFrom === undefined ? '' : `?mount=${encodeURIComponent(digest)}&from=${encodeURIComponent(mountFrom)}`
  const start: RegistryRequest = {
    method: 'POST',
    path: `blobs/uploads/${mount}`,
    ...(mountFrom === undefined ? {} : { pullFrom: mountFrom }),
    ...pushOf(repository, signal),
  }
  const location = await write(session, repository, start, async (response, facts) => {
    await discardBody(response)
    if (response.status === 201) return 'mounted'
    if (response.status === 202) return uploadLocation(response, digest)
    return refuse(response, facts)
  })
  if (location !== 'mounted') await sendBlob(session, repository, blob, location, signal)
}

async function sendBlob(
  session: Session,
  repository: Repository,
  blob: BlobUpload,
  location: URL,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { Readable } = await import('node:stream')
  const body: Readable = Readable.from(await blob.open(), { objectMode: false })
  const request: RegistryRequest = {
    method: 'PUT',
    path: location,
    headers: { 'content-type': 'application/octet-stream', 'content-length': String(blob.sizeBytes) },
    body,
    lane: 'stream',
    ...pushOf(repository, signal),
  }
  await write(session, repository, request, async (response, facts) => {
    if (response.status !== 201) return refuse(response, facts)
    await discardBody(response)
  })
}

function pushOf({ repository }: Repository, signal: AbortSignal | undefined) {
  return { repository, actions: 'pull,push' as const, ...(signal === undefined ? {} : { signal }) }
}

/** What is written goes to the registry itself, never to a mirror. */
function write<T>(
  session: Session,
  { registry }: Repository,
  request: RegistryRequest,
  consume: Consume<T>,
): Promise<T> {
  return exchange(session, session.endpoints.list(registry).registry, request, consume)
}

function uploadLocation(response: HttpResponse, digest: Digest): URL {
  const text = response.header('location') ?? ''
  const base = response.url.href
  if (text !== '' && URL.canParse(text, base)) {
    const url = new URL(text, base)
    url.searchParams.set('digest', digest)
    return url
  }
  throw new HarnessError('registry-invalid', `${redactUrl(response.url)} names no place to upload to`, {
    hint: 'the registry, or what stands before it, is misconfigured',
    details: { url: redactUrl(response.url) },
  })
}
