import { HarnessError, toHarnessError } from '../errors.ts'
import { formatRepository, type Reference } from '../oci/reference.ts'
import type { RegistryClient } from '../registry/client.ts'
import type { Repository } from '../registry/repository.ts'

/** Each repository that tags are in, once. */
export function listRepositories(tags: readonly Reference[]): readonly Repository[] {
  return [...new Map(tags.map((tag) => [formatRepository(tag), tag])).values()]
}

/**
 * Finds out whether tags can be pushed before anything is built, run or sent: opens an upload in each repository and
 * gives it up.
 * @throws HarnessError `registry-denied`, `publish-refused`, or what else the registry says
 */
export async function checkPushRights(
  client: RegistryClient,
  tags: readonly Reference[],
  signal?: AbortSignal,
): Promise<void> {
  await Promise.all(
    listRepositories(tags).map(async (repository) => {
      try {
        await client.checkPush(repository, signal)
      } catch (thrown) {
        signal?.throwIfAborted()
        throw cannotPush(repository, toHarnessError(thrown))
      }
    }),
  )
}

function cannotPush(repository: Repository, error: HarnessError): HarnessError {
  const { code, message, details } = error
  const status = details['status']
  const isRefused = status === 404 || status === 405
  const hint = typeof status === 'number' ? hints[status] : undefined
  return new HarnessError(
    isRefused ? 'publish-refused' : code,
    `nothing can be pushed to ${formatRepository(repository)}: ${message}`,
    { details, cause: error.cause, ...withHint(hint ?? error.hint) },
  )
}

const hints: Readonly<Record<number, string>> = {
  403: 'the credentials may read there and not write: use others, or ask for the right to push',
  404: 'create the repository first: this registry makes none by itself',
  405: 'this registry takes no pushes (a mirror, perhaps): name the one behind it',
}

function withHint(hint: string | undefined): { readonly hint?: string } {
  return hint === undefined ? {} : { hint }
}
