import { HarnessError, toHarnessError } from '../errors.ts'
import type { Document } from '../oci/descriptor.ts'
import type { Digest } from '../oci/digest.ts'
import { formatReference, type Reference } from '../oci/reference.ts'
import type { RegistryClient } from '../registry/client.ts'
import { toErrorReport } from '../report/error-report.ts'
import type { PublishedTag } from '../report/report.ts'
import { readTag } from './tag-state.ts'

export interface SetTagOptions {
  readonly client: RegistryClient
  /** What the tag is to point at; all it lists is there. */
  readonly root: Document<unknown>
  readonly signal: AbortSignal
}

/** Points a tag at the root, unless somebody else has moved it since it was looked at; says what came of it. */
export async function setTag(
  tag: Reference,
  before: Digest | undefined,
  { client, root, signal }: SetTagOptions,
): Promise<PublishedTag> {
  try {
    const now = await readTag(client, tag, signal)
    if (now === root.digest) return describeTag(tag, now, 'unchanged')
    if (now !== before) throw movedMeanwhile(tag, before, now)
  } catch (thrown) {
    return describeTag(tag, before, 'kept', toHarnessError(thrown))
  }
  const put = (ifAt?: Digest | 'none'): Promise<unknown> => {
    const { bytes, mediaType } = root
    const condition = ifAt === undefined ? {} : { ifAt }
    // Once sent it is not broken off: nobody would know whether it was taken.
    return client.putManifest(tag, { bytes, mediaType, tag: tag.tag ?? 'latest', ...condition })
  }
  try {
    await put(before ?? 'none').catch(async (thrown: unknown) => {
      // 412 is how some say that a tag never moves, and how one may answer that cannot tell what it is at.
      if (statusOf(thrown) !== 412 || (await readTag(client, tag)) !== before) throw thrown
      await put()
    })
    return describeTag(tag, before, 'published')
  } catch (thrown) {
    return explainRefusal(tag, before, toHarnessError(thrown), { client, root })
  }
}

/** An answer may get lost, or be a lie: what is at the tag now decides. */
async function explainRefusal(
  tag: Reference,
  before: Digest | undefined,
  error: HarnessError,
  { client, root }: Pick<SetTagOptions, 'client' | 'root'>,
): Promise<PublishedTag> {
  try {
    const now = await readTag(client, tag)
    if (now === root.digest) return describeTag(tag, before, 'published')
    if (now !== before) return describeTag(tag, before, 'kept', movedMeanwhile(tag, before, now))
    return describeTag(tag, before, 'kept', isRefused(error) && before !== undefined ? immutable(tag, error) : error)
  } catch {
    return describeTag(tag, before, 'unknown', error)
  }
}

export function describeTag(
  tag: Reference,
  previous: Digest | undefined,
  state: PublishedTag['state'],
  error?: HarnessError,
): PublishedTag {
  return {
    reference: formatReference(tag),
    state,
    ...(previous === undefined ? {} : { previous }),
    ...(error === undefined ? {} : { error: toErrorReport(error) }),
  }
}

export function movedMeanwhile(tag: Reference, before: Digest | undefined, now: Digest | undefined): HarnessError {
  const words = (digest: Digest | undefined): string => digest ?? 'nothing'
  return new HarnessError(
    'publish-refused',
    `${formatReference(tag)} was moved by someone else meanwhile, from ${words(before)} to ${words(now)}`,
    { hint: 'look at what is there now; publish again to replace it' },
  )
}

function immutable(tag: Reference, error: HarnessError): HarnessError {
  return new HarnessError(
    'publish-refused',
    `${formatReference(tag)} exists, and the registry does not move it: ${error.message}`,
    { hint: 'tags seem to be immutable there: publish under a new one', details: error.details },
  )
}

/** Pushed was everything else: that the tag alone is refused, in whichever words, is about the tag. */
function isRefused(error: HarnessError): boolean {
  const status = statusOf(error)
  return status !== undefined && status >= 400 && status < 500 && ![401, 408, 429].includes(status)
}

function statusOf(thrown: unknown): number | undefined {
  const status = thrown instanceof HarnessError ? thrown.details['status'] : undefined
  return typeof status === 'number' ? status : undefined
}
