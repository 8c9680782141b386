import { listCandidates } from '../audit/audit.ts'
import { isAbsentHere } from '../audit/partial.ts'
import type { Environment } from '../config/environment.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { HarnessError } from '../errors.ts'
import type { Seat } from '../harness/project-seat.ts'
import { satisfies, type Candidate } from '../image/candidate.ts'
import { formatPlatform } from '../oci/platform.ts'
import { platformOf, selectPlatforms } from '../plan/selection.ts'
import { openNamedView } from '../verbs/open-view.ts'
import { openClient } from '../verbs/registry-access.ts'
import { splitLevels } from '../verbs/split-levels.ts'

export interface Seats {
  readonly seats: readonly Seat[]
  /** The image by digest, where it is in a registry: what it is called may mean another one later. */
  readonly image?: string
}

/**
 * The platforms of an image that are to be run. Only its index is read.
 * @throws HarnessError `platform-invalid` where there are none, and what the registry says
 */
export async function listSeats(config: ResolvedConfig, environment: Environment): Promise<Seats> {
  const [name] = config.images
  if (config.build !== undefined || name === undefined) {
    const names = [...new Set(config.platforms.map(formatPlatform))]
    return { seats: names.map((platform) => ({ name: platform, platform })) }
  }
  const context = { environment, signal: new AbortController().signal, onEvent: () => undefined }
  const client = openClient(config, context)
  try {
    const view = await openNamedView(name, { client, config, context, isListed: true })
    const candidates = await listCandidates(view)
    const { selected } = selectPlatforms(candidates, config.platforms, 'linux')
    const { run } = splitLevels(selected, config)
    const absent = await Promise.all(run.map(({ image }) => isAbsentHere(view, image)))
    const seats = run
      .filter((_, index) => absent[index] !== true)
      .map((named) => ({ name: named.name, platform: platformOf(named) }))
    await view.source.close()
    const lacking = config.platforms.filter((want) => !candidates.some(({ platform }) => satisfies(platform, want)))
    if (lacking.length > 0) throw nothingFor(lacking.map(formatPlatform).join(', '), name, candidates)
    if (seats.length === 0) throw nothingFor('a platform that can be run', name, candidates)
    const { repository } = view.source
    return { seats, ...(repository === undefined ? {} : { image: `${repository}@${view.root.digest}` }) }
  } finally {
    await client.close()
  }
}

function nothingFor(wanted: string, name: string, candidates: readonly Candidate[]): HarnessError {
  const known = [...new Set(candidates.map(platformOf))].join(', ')
  return new HarnessError('platform-invalid', `${name} does not have ${wanted}`, {
    hint: known === '' ? 'everyarch platforms lists what an image has' : `it has ${known}`,
  })
}
