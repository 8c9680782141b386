import { computeDigest, isDigest, type Digest } from '../oci/digest.ts'
import { discardBody } from './body.ts'
import { redactUrl } from './redact.ts'
import { refuse } from './refuse.ts'
import type { Repository } from './repository.ts'
import type { Session } from './session.ts'
import { verifyDigest } from './verify.ts'
import { write, writeAgain } from './write.ts'

/** A manifest to push, under a tag or under its own digest. */
export interface ManifestUpload {
  readonly bytes: Uint8Array
  readonly mediaType: string
  /** @default its digest alone */
  readonly tag?: string
  /** What the tag must point at for it to be moved, where the registry looks at that; `none`: it must not exist. */
  readonly ifAt?: Digest | 'none'
}

/** https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pushing-manifests */
export async function putManifest(
  session: Session,
  repository: Repository,
  { bytes, mediaType, tag, ifAt }: ManifestUpload,
  signal?: AbortSignal,
): Promise<Digest> {
  const digest = computeDigest(bytes)
  const request = {
    method: 'PUT',
    path: `manifests/${tag ?? digest}`,
    headers: { 'content-type': mediaType, ...precondition(ifAt) },
    body: bytes,
    ...(signal === undefined ? {} : { signal }),
  } as const
  const put = (): Promise<Digest> =>
    write(session, repository, request, async (response, facts) => {
      if (response.status !== 201) return refuse(response, facts)
      await discardBody(response)
      const named = response.header('docker-content-digest')
      if (isDigest(named)) verifyDigest(bytes, named, redactUrl(response.url))
      return digest
    })
  // Under its digest it is the same each time; a tag somebody else may have moved in between.
  return tag === undefined ? writeAgain(session, signal, put) : put()
}

/** https://www.rfc-editor.org/rfc/rfc9110.html#name-if-match, which a registry may leave unread. */
function precondition(ifAt: ManifestUpload['ifAt']): Readonly<Record<string, string>> {
  if (ifAt === undefined) return {}
  return ifAt === 'none' ? { 'if-none-match': '*' } : { 'if-match': `"${ifAt}"` }
}
