import { listCandidates } from '../audit/audit.ts'
import { baselineOf } from '../audit/baseline.ts'
import type { OtherTag } from '../audit/tags.ts'
import { HarnessError } from '../errors.ts'
import type { ImageView } from '../image/view.ts'
import { requireRegistry, type OpenView } from './open-view.ts'

/**
 * What other names of a release stand for; `:latest` is a tag of the image's own repository.
 *
 * @throws HarnessError `usage-invalid` for a bare tag where the image is in no registry; what the registry says
 */
export async function openTags(
  names: readonly string[],
  { source }: ImageView,
  openView: OpenView,
): Promise<readonly OtherTag[]> {
  return Promise.all(
    names.map(async (given): Promise<OtherTag> => {
      const name = given.startsWith(':') ? `${repositoryOf(source, given)}${given}` : given
      try {
        requireRegistry(name)
        const view = await openView(name)
        return { name, image: { digest: view.root.digest, held: baselineOf(name, await listCandidates(view)) } }
      } catch (thrown) {
        if (thrown instanceof HarnessError && thrown.code === 'image-not-found') return { name }
        throw thrown
      }
    }),
  )
}

function repositoryOf({ name, repository }: ImageView['source'], tag: string): string {
  if (repository !== undefined) return repository
  throw new HarnessError('usage-invalid', `${name} is in no registry: ${tag} is a tag of nothing`, {
    hint: 'name the other image whole',
  })
}
