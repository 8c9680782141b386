import { HarnessError } from '../errors.ts'
import type { Digest } from '../oci/digest.ts'
import { discardBody } from './body.ts'
import type { HttpResponse } from './http-message.ts'
import { checkBlob } from './presence.ts'
import { redactUrl } from './redact.ts'
import { refuse } from './refuse.ts'
import type { Repository } from './repository.ts'
import type { Session } from './session.ts'
import type { RegistrySettings } from './settings.ts'
import { write, writeAgain, type WriteRequest } from './write.ts'

/** A blob to push. */
export interface BlobUpload {
  readonly digest: Digest
  readonly sizeBytes: number
  /** Opened only if it must be sent, and again if it must be sent again. */
  readonly open: () => Promise<AsyncIterable<Uint8Array>>
  /** Another repository of the same registry that holds it. */
  readonly mountFrom?: string
}

/**
 * Opens an upload and gives it up: what keeps anything from being pushed keeps this from being begun.
 * https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pushing-blobs
 */
export async function checkPush(session: Session, repository: Repository, signal?: AbortSignal): Promise<void> {
  const upload = { session, repository, signal }
  const location = await writeAgain(session, signal, () => startUpload(upload))
  if (location !== 'mounted') await giveUp(upload, location)
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
  const upload = { session, repository, signal, mountFrom: blob.mountFrom }
  await writeAgain(session, signal, () => uploadOnce(upload, blob))
}

/** What the requests of one upload share; they go by one authorization. */
interface Upload {
  readonly session: Session
  readonly repository: Repository
  readonly signal: AbortSignal | undefined
  readonly mountFrom?: string | undefined
}

async function uploadOnce(upload: Upload, blob: BlobUpload): Promise<void> {
  const { session, repository, signal, mountFrom } = upload
  const isHere = async (): Promise<boolean> =>
    (await checkBlob(session, repository, blob.digest, signal)).state === 'present'
  if (mountFrom === undefined && (await isHere())) return
  const location = await startUpload(upload, blob.digest)
  if (location === 'mounted') return
  // A registry that does not mount may still have it: of an earlier call, say.
  if (mountFrom !== undefined && (await isHere())) return giveUp(upload, location)
  location.searchParams.set('digest', blob.digest)
  await sendBlob(upload, blob, location)
}

/** Where the bytes go, unless none are wanted. */
function startUpload(upload: Upload, digest?: Digest): Promise<URL | 'mounted'> {
  const { mountFrom } = upload
  const query = digest === undefined || mountFrom === undefined ? {} : { mount: digest, from: mountFrom }
  const path = `blobs/uploads/?${new URLSearchParams(query).toString()}`
  return write(
    upload.session,
    upload.repository,
    requestOf(upload, { method: 'POST', path }),
    async (response, facts) => {
      if (response.status !== 201 && response.status !== 202) return refuse(response, facts)
      await discardBody(response)
      return response.status === 201 ? 'mounted' : uploadLocation(response)
    },
  )
}

/**
 * Cancels an upload. A registry that cannot will forget it by itself, so that nothing depends on its answer.
 * https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#canceling-a-blob-upload
 */
async function giveUp(upload: Upload, location: URL): Promise<void> {
  const request = requestOf(upload, { method: 'DELETE', path: location })
  try {
    await write(upload.session, upload.repository, request, discardBody)
  } catch {
    upload.signal?.throwIfAborted()
  }
}

async function sendBlob(upload: Upload, blob: BlobUpload, location: URL): Promise<void> {
  const { Readable } = await import('node:stream')
  const request = requestOf(upload, {
    method: 'PUT',
    path: location,
    headers: { 'content-type': 'application/octet-stream', 'content-length': String(blob.sizeBytes) },
    body: async () => Readable.from(await blob.open(), { objectMode: false }),
    lane: 'stream',
    deadlineMs: sendingMs(blob.sizeBytes, upload.session.settings),
  })
  await write(upload.session, upload.repository, request, async (response, facts) => {
    if (response.status !== 201) return refuse(response, facts)
    await discardBody(response)
  })
}

function requestOf({ signal, mountFrom }: Upload, request: WriteRequest): WriteRequest {
  return {
    ...request,
    ...(signal === undefined ? {} : { signal }),
    ...(mountFrom === undefined ? {} : { pullFrom: mountFrom }),
  }
}

const maxTimerMs = 2 ** 31 - 1

/** As long as the slowest connection that is still taken for one would need. */
function sendingMs(sizeBytes: number, { deadlineMs, slowestBytesPerSecond }: RegistrySettings): number {
  return Math.min(deadlineMs + (sizeBytes / slowestBytesPerSecond) * 1000, maxTimerMs)
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
