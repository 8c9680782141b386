import { HarnessError } from '../errors.ts'
import { asObject, parseJson, parseWithin } from '../oci/json.ts'
import { readBody } from './body.ts'
import { exchange, type RegistryRequest } from './exchange.ts'
import { readAnywhere } from './mirror.ts'
import { nextLink } from './next-link.ts'
import { redactUrl } from './redact.ts'
import type { Repository } from './repository.ts'
import type { Session } from './session.ts'
import { refuse } from './refuse.ts'
import type { HttpResponse } from './http-message.ts'

const maxPages = 1000
const maxTags = 100_000
const maxPageBytes = 4 * 1024 * 1024

export interface TagPages {
  /** Stops after so many pages. @default 1000, where going on is an error */
  readonly maxPages?: number
  readonly retries?: number
  readonly deadlineMs?: number
  readonly signal?: AbortSignal
}

/**
 * All tags of a repository, in the registry's order, page by page.
 * https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#listing-tags
 *
 * @throws HarnessError `content-missing` where there is no such repository
 */
export async function listTags(
  session: Session,
  { registry, repository }: Repository,
  { maxPages: pages = maxPages, signal, ...limits }: TagPages = {},
): Promise<readonly string[]> {
  const shared = { ...limits, ...(signal === undefined ? {} : { signal }) }
  return readAnywhere(session, registry, signal, async (endpoint) => {
    const tags: string[] = []
    const seen = new Set<string>()
    let path: string | URL = 'tags/list'
    for (let page = 0; page < pages; page++) {
      const request: RegistryRequest = { method: 'GET', repository, path, ...shared }
      const answer = await exchange(session, endpoint, request, async (response, facts) => {
        if (response.status !== 200) return refuse(response, facts)
        return readPage(response)
      })
      tags.push(...answer.tags)
      if (answer.next === undefined) return tags
      if (answer.next.origin !== endpoint.origin()) throw badPaging(answer.next, 'leads to another host')
      if (seen.has(answer.next.href)) throw badPaging(answer.next, 'leads back to a page that was read')
      if (tags.length > maxTags) throw badPaging(answer.next, `goes on after ${maxTags} tags`)
      seen.add(answer.next.href)
      path = answer.next
    }
    if (pages < maxPages) return tags
    throw badPaging(new URL(path, endpoint.origin()), `goes on after ${maxPages} pages`)
  })
}

async function readPage(response: HttpResponse): Promise<{ readonly tags: readonly string[]; readonly next?: URL }> {
  const bytes = await readBody(response, maxPageBytes)
  const parse = (): readonly string[] => asObject(parseJson(bytes, 'the list of tags')).strings('tags')
  const tags = parseWithin(redactUrl(response.url), parse, 'registry-invalid')
  const next = nextLink(response)
  return { tags, ...(next === undefined ? {} : { next }) }
}

function badPaging(url: URL, problem: string): HarnessError {
  return new HarnessError('registry-invalid', `the list of tags ${problem}: ${redactUrl(url)}`, {
    hint: 'name the tag or digest; this registry cannot list its tags',
    details: { url: redactUrl(url) },
  })
}
