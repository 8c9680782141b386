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
import type { RegistrySettings } from './settings.ts'
import type { HttpResponse } from './http-message.ts'
import { verifyDigest } from './verify.ts'

/** A manifest to push, under a tag or under its own digest. */
export interface ManifestUpload {
  readonly bytes: Uint8Array
  readonly mediaType: string
  /** @default its digest alone */
  readonly tag?: string
  /** What the tag must point at for it to be moved, where the registry looks at that; `none`: it must not exist. */
  readonly ifAt?: Digest | 'none'
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
  { bytes, mediaType, tag, ifAt }: ManifestUpload,
  signal?: AbortSignal,
): Promise<Digest> {
  const digest = computeDigest(bytes)
  const request: RegistryRequest = {
    method: 'PUT',
    path: `manifests/${tag ?? digest}`,
    headers: { 'content-type': mediaType, ...precondition(ifAt) },
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

/** https://www.rfc-editor.org/rfc/rfc9110.html#name-if-match, which a registry may leave unread. */
function precondition(ifAt: ManifestUpload['ifAt']): Readonly<Record<string, string>> {
  if (ifAt === undefined) return {}
  return ifAt === 'none' ? { 'if-none-match': '*' } : { 'if-match': `"${ifAt}"` }
}

/**
 * Opens an upload and gives it up: what keeps anything from being pushed keeps this from being begun.
 * https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pushing-blobs
 */
export async function checkPush(session: Session, repository: Repository, signal?: AbortSignal): Promise<void> {
  const location = await startUpload(session, repository, {}, signal)
  if (location !== 'mounted') await giveUp(session, repository, location, signal)
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
  const isHere = async (): Promise<boolean> =>
    (await checkBlob(session, repository, digest, signal)).state === 'present'
  if (mountFrom === undefined && (await isHere())) return
  const location = await startUpload(session, repository, mountFrom === undefined ? {} : { digest, mountFrom }, signal)
  if (location === 'mounted') return
  // A registry that does not mount may still have it: of an earlier call, say.
  if (mountFrom !== undefined && (await isHere())) return giveUp(session, repository, location, signal)
  location.searchParams.set('digest', digest)
  await sendBlob(session, repository, blob, location, signal)
}

/** Where the bytes go, unless none are wanted. */
function startUpload(
  session: Session,
  repository: Repository,
  { digest, mountFrom }: Partial<Pick<BlobUpload, 'digest' | 'mountFrom'>>,
  signal: AbortSignal | undefined,
): Promise<URL | 'mounted'> {
  const query = digest === undefined || mountFrom === undefined ? {} : { mount: digest, from: mountFrom }
  const request: RegistryRequest = {
    method: 'POST',
    path: `blobs/uploads/?${new URLSearchParams(query).toString()}`,
    ...pushOf(repository, signal, mountFrom),
  }
  return write(session, repository, request, async (response, facts) => {
    if (response.status !== 201 && response.status !== 202) return refuse(response, facts)
    await discardBody(response)
    return response.status === 201 ? 'mounted' : uploadLocation(response)
  })
}

/**
 * Cancels an upload. A registry that cannot will forget it by itself, so that nothing depends on its answer.
 * https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#canceling-a-blob-upload
 */
async function giveUp(
  session: Session,
  repository: Repository,
  location: URL,
  signal: AbortSignal | undefined,
): Promise<void> {
  const request: RegistryRequest = { method: 'DELETE', path: location, ...pushOf(repository, signal) }
  try {
    await write(session, repository, request, discardBody)
  } catch {
    signal?.throwIfAborted()
  }
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
    deadlineMs: sendingMs(blob.sizeBytes, session.settings),
    ...pushOf(repository, signal, blob.mountFrom),
  }
  await write(session, repository, request, async (response, facts) => {
    if (response.status !== 201) return refuse(response, facts)
    await discardBody(response)
  })
}

const maxTimerMs = 2 ** 31 - 1

/** As long as the slowest connection that is still taken for one would need. */
function sendingMs(sizeBytes: number, { deadlineMs, slowestBytesPerSecond }: RegistrySettings): number {
  return Math.min(deadlineMs + (sizeBytes / slowestBytesPerSecond) * 1000, maxTimerMs)
}

/** All requests of an upload go by one authorization: a stream cannot be sent again with another. */
function pushOf({ repository }: Repository, signal: AbortSignal | undefined, pullFrom?: string) {
  return {
    repository,
    actions: 'pull,push' as const,
    ...(signal === undefined ? {} : { signal }),
    ...(pullFrom === undefined ? {} : { pullFrom }),
  }
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

function uploadLocation(response: HttpResponse): URL {
  const text = response.header('location') ?? ''
  const base = response.url.href
  if (text !== '' && URL.canParse(text, base)) return new URL(text, base)
  throw new HarnessError('registry-invalid', `${redactUrl(response.url)} names no place to upload to`, {
    hint: 'the registry, or what stands before it, is misconfigured',
    details: { url: redactUrl(response.url) },
  })
}
