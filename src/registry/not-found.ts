import { HarnessError } from '../errors.ts'
import { closestWord } from '../oci/closest-word.ts'
import { quoteText } from '../oci/quote.ts'
import { loginCommand } from './request-facts.ts'
import { formatRepository, type Repository } from './repository.ts'
import type { Session } from './session.ts'
import { listTags } from './tags.ts'

const maxShownTags = 5
/** Worth a moment, no more: the answer to the user's question is already known. */
const deadlineMs = 5000

/** Says which is missing, the repository or the tag, and which tags come near. */
export async function explainNotFound(
  session: Session,
  repository: Repository,
  tagOrDigest: string,
  missing: HarnessError,
  signal?: AbortSignal,
): Promise<HarnessError> {
  const name = formatRepository(repository)
  const what = tagOrDigest.includes(':') ? `no manifest ${tagOrDigest}` : `no tag ${quoteText(tagOrDigest)}`
  const options = { details: missing.details, cause: missing }
  const tags = missing.details['registryCode'] === 'NAME_UNKNOWN' ? 'none' : await findTags(session, repository, signal)
  if (tags === 'none') {
    return new HarnessError(
      'image-not-found',
      `${repository.registry} has no repository ${quoteText(repository.repository)}`,
      {
        ...options,
        hint: `check the spelling; if it is private, run ${loginCommand(repository.registry)}`,
      },
    )
  }
  return new HarnessError('image-not-found', `${name} has ${what}`, { ...options, hint: suggest(tagOrDigest, tags) })
}

function suggest(tag: string, tags: readonly string[] | undefined): string {
  if (tags === undefined) return 'check the spelling of the repository and of the tag'
  if (tags.length === 0) return 'the repository has no tags at all: push the image first'
  const closest = closestWord(tag, tags)
  const shown = [...(closest === undefined ? [] : [closest]), ...tags.filter((other) => other !== closest)]
  const listed = shown.slice(0, maxShownTags).map((other) => quoteText(other))
  const rest = tags.length > maxShownTags ? `, and ${tags.length - maxShownTags} more` : ''
  return `${closest === undefined ? '' : `did you mean ${quoteText(closest)}? `}it has ${listed.join(', ')}${rest}`
}

/** The first page of tags; `none` where the registry knows no such repository, nothing where it does not tell. */
async function findTags(
  session: Session,
  repository: Repository,
  signal: AbortSignal | undefined,
): Promise<readonly string[] | 'none' | undefined> {
  try {
    const limits = { maxPages: 1, retries: 0, deadlineMs }
    return await listTags(session, repository, { ...limits, ...(signal === undefined ? {} : { signal }) })
  } catch (thrown) {
    if (signal?.aborted === true) throw thrown
    return thrown instanceof HarnessError && thrown.code === 'content-missing' ? 'none' : undefined
  }
}
