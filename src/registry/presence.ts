import { HarnessError } from '../errors.ts'
import { isDigest, type Digest } from '../oci/digest.ts'
import { acceptHeader, normalizeMediaType } from '../oci/media-type.ts'
import { contentLength, discardBody } from './body.ts'
import type { Endpoint } from './endpoint.ts'
import { exchange, type Consume, type RegistryRequest } from './exchange.ts'
import { readAnywhere } from './mirror.ts'
import type { Repository } from './repository.ts'
import type { Session } from './session.ts'
import { refuse } from './refuse.ts'
import type { HttpResponse } from './http-message.ts'

/** What a registry says it holds, without reading it. */
export type Presence =
  | { readonly state: 'present'; /** Absent where the registry does not say. */ readonly sizeBytes?: number }
  | { readonly state: 'missing' }

/** Of a manifest the headers tell more; nothing of it is proven. */
export type ManifestPresence =
  | (Extract<Presence, { state: 'present' }> & { readonly digest?: Digest; readonly mediaType?: string })
  | { readonly state: 'missing' }

/** What registries, and the storage they redirect to, answer to a HEAD where a GET of the same thing would work. */
const headRefusals = new Set([400, 401, 403, 405, 501])

/** https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#checking-if-content-exists-in-the-registry */
export async function checkBlob(
  session: Session,
  repository: Repository,
  digest: Digest,
  signal?: AbortSignal,
): Promise<Presence> {
  const headers = { 'accept-encoding': 'identity' }
  return check(session, repository, `blobs/${digest}`, headers, signal, (response) => {
    const sizeBytes = fullLength(response)
    return { state: 'present', ...(sizeBytes === undefined ? {} : { sizeBytes }) }
  })
}

/** As {@link checkBlob}, of a manifest. */
export async function checkManifest(
  session: Session,
  repository: Repository,
  tagOrDigest: string,
  signal?: AbortSignal,
): Promise<ManifestPresence> {
  const headers = { accept: acceptHeader, 'accept-encoding': 'identity' }
  return check(session, repository, `manifests/${tagOrDigest}`, headers, signal, (response) => {
    const sizeBytes = fullLength(response)
    const digest = response.header('docker-content-digest')
    const contentType = response.header('content-type')
    return {
      state: 'present',
      ...(sizeBytes === undefined ? {} : { sizeBytes }),
      ...(isDigest(digest) ? { digest } : {}),
      ...(contentType === undefined ? {} : { mediaType: normalizeMediaType(contentType) }),
    }
  })
}

async function check<T>(
  session: Session,
  { registry, repository }: Repository,
  path: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
  describe: (response: HttpResponse) => T,
): Promise<T | { readonly state: 'missing' }> {
  const request = { repository, path, headers, ...(signal === undefined ? {} : { signal }) }
  try {
    return await readAnywhere(session, registry, signal, (endpoint) => headOrGet(session, endpoint, request, describe))
  } catch (thrown) {
    if (thrown instanceof HarnessError && thrown.code === 'content-missing') return { state: 'missing' }
    throw thrown
  }
}

async function headOrGet<T>(
  session: Session,
  endpoint: Endpoint,
  request: Omit<RegistryRequest, 'method'>,
  describe: (response: HttpResponse) => T,
): Promise<T> {
  const head = await exchange<T | 'refused'>(
    session,
    endpoint,
    { ...request, method: 'HEAD' },
    async (response, facts) => {
      if (headRefusals.has(response.status)) {
        await discardBody(response)
        return 'refused'
      }
      return describeAnswer(response, facts)
    },
  )
  if (head !== 'refused') return head
  // One byte is enough to know; manifests are small, and many registries know no ranges of them.
  const headers = request.path.toString().startsWith('blobs/')
    ? { ...request.headers, range: 'bytes=0-0' }
    : request.headers
  return exchange(session, endpoint, { ...request, method: 'GET', headers: headers ?? {} }, describeAnswer)

  async function describeAnswer(...[response, facts]: Parameters<Consume<T>>): Promise<T> {
    // 416 is how an empty blob answers to a range.
    if (response.status !== 200 && response.status !== 206 && response.status !== 416) return refuse(response, facts)
    const description = describe(response)
    await discardBody(response)
    return description
  }
}

/** The length of the whole, also where only a part was sent; unknown where it is of something compressed on the way. */
function fullLength(response: HttpResponse): number | undefined {
  if ((response.header('content-encoding') ?? 'identity') !== 'identity') return undefined
  if (response.status === 200) return contentLength(response)
  const total = /\/(\d{1,15})$/.exec(response.header('content-range') ?? '')?.[1]
  return total === undefined ? undefined : Number(total)
}
