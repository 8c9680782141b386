import { HarnessError } from '../errors.ts'
import type { Descriptor } from '../oci/descriptor.ts'
import { digestAlgorithm, type Digest } from '../oci/digest.ts'
import { parseImageIndex } from '../oci/image-index.ts'
import { parseJson, parseWithin } from '../oci/json.ts'
import { isIndexType, mediaTypes, normalizeMediaType } from '../oci/media-type.ts'
import { discardBody } from './body.ts'
import { readDocument } from './document-body.ts'
import type { Endpoint } from './endpoint.ts'
import { exchange, type RegistryRequest } from './exchange.ts'
import { readManifest } from './manifest.ts'
import { nextLink } from './next-link.ts'
import { redactUrl } from './redact.ts'
import { refuse } from './refuse.ts'
import type { Repository } from './repository.ts'
import type { Session } from './session.ts'

const maxPages = 100

/**
 * What refers to a manifest: signatures, attestations, lists of contents. Where the registry has no such question, they
 * are in an index under a tag made of the digest.
 * https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#listing-referrers
 */
export async function listReferrers(
  session: Session,
  repository: Repository,
  digest: Digest,
  signal?: AbortSignal,
): Promise<readonly Descriptor[]> {
  // A mirror holds images, and rarely what refers to them.
  const { registry } = session.endpoints.list(repository.registry)
  return (
    (await askReferrers(session, registry, repository, digest, signal)) ??
    readFallback(session, repository, digest, signal)
  )
}

/** Nothing where the registry does not know the question. */
async function askReferrers(
  session: Session,
  endpoint: Endpoint,
  { repository }: Repository,
  digest: Digest,
  signal: AbortSignal | undefined,
): Promise<readonly Descriptor[] | undefined> {
  const found: Descriptor[] = []
  let path: string | URL = `referrers/${digest}`
  for (let page = 0; page < maxPages; page++) {
    const request: RegistryRequest = {
      method: 'GET',
      repository,
      path,
      headers: { accept: mediaTypes.ociIndex, 'accept-encoding': 'identity' },
      ...(signal === undefined ? {} : { signal }),
    }
    const answer = await exchange(session, endpoint, request, async (response, facts) => {
      const { status, url } = response
      const isIndex = isIndexType(normalizeMediaType(response.header('content-type') ?? ''))
      if (status === 200 && isIndex) {
        const bytes = await readDocument(response, session.settings.maxManifestBytes)
        const name = redactUrl(url)
        const index = parseWithin(name, () => parseImageIndex(parseJson(bytes, 'the referrers')), 'registry-invalid')
        return { manifests: index.manifests, next: nextLink(response) }
      }
      // Denied, too many requests and faults are answers; all else, a page for people among it, is no answer.
      if (status === 401 || status === 403 || status === 429 || status >= 500) return refuse(response, facts)
      await discardBody(response)
      return undefined
    })
    if (answer === undefined) return page === 0 ? undefined : found
    found.push(...answer.manifests)
    if (answer.next === undefined || answer.next.origin !== endpoint.origin()) return found
    path = answer.next
  }
  return found
}

/** https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#referrers-tag-schema */
async function readFallback(
  session: Session,
  repository: Repository,
  digest: Digest,
  signal: AbortSignal | undefined,
): Promise<readonly Descriptor[]> {
  const encoded = digest.slice(digest.indexOf(':') + 1)
  const tag = `${digestAlgorithm(digest)}-${encoded.slice(0, 64)}`
  try {
    const { value, mediaType } = await readManifest(session, repository, tag, signal)
    return isIndexType(mediaType) ? parseWithin(tag, () => parseImageIndex(value), 'registry-invalid').manifests : []
  } catch (thrown) {
    if (thrown instanceof HarnessError && thrown.code === 'content-missing') return []
    throw thrown
  }
}
