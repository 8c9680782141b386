import { HarnessError } from '../errors.ts'
import type { PublishedTag, PublishReport } from '../report/report.ts'

/** What lets an image be published that was not. */
export const proofHint =
  "verify every platform of the index, by --platform where it is not for linux; level: 'static' in the configuration is for one that cannot be run"

export function notProven(obstacles: readonly string[], by = ''): HarnessError {
  return new HarnessError('publish-refused', `nothing was published: ${by}${obstacles.join('; ')}`, { hint: proofHint })
}

export function nowhereToGo(image: string): HarnessError {
  return new HarnessError('publish-refused', `nothing was published: no tag was named for ${image}`, {
    hint: 'verify and publish each image by itself, or give the targets of the bake file tags',
  })
}

export function allFailed({ message, cause, hint }: HarnessError): HarnessError {
  const options = { cause, ...(hint === undefined ? {} : { hint }) }
  return new HarnessError('publish-failed', `nothing was published: ${message}`, options)
}

/** What keeps many tags from being made is said once. */
export function someFailed({ tags }: Pick<PublishReport, 'tags'>): HarnessError {
  const byMessage = Map.groupBy(tags, ({ error }) => error?.message)
  const made = byMessage.get(undefined)?.length ?? 0
  const reasons = [...byMessage].flatMap(([message, failed]) =>
    message === undefined ? [] : [`${nameTags(failed)}: ${message}`],
  )
  const hint = tags.find(({ error }) => error !== undefined)?.error?.hint
  return new HarnessError('publish-failed', `${made} of ${tags.length} tags were published; ${reasons.join('; ')}`, {
    hint: hint ?? 'the same command again makes the rest, and so does everyarch publish REPORT.json',
  })
}

function nameTags([first, ...others]: readonly PublishedTag[]): string {
  return `${first?.reference ?? ''}${others.length === 0 ? '' : ` and ${others.length} more`}`
}
