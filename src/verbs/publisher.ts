import { planTags } from '../build/publish.ts'
import { describeTag } from '../build/set-tag.ts'
import type { TagState } from '../build/tag-state.ts'
import { HarnessError, toHarnessError } from '../errors.ts'
import type { ImageView } from '../image/view.ts'
import { formatReference } from '../oci/reference.ts'
import { toErrorReport } from '../report/error-report.ts'
import { judgeProof } from '../report/publishable.ts'
import type { PublishedTag, PublishReport, RunReport } from '../report/report.ts'
import { addErrors } from '../report/run-reports.ts'
import { judgeImage } from './image-proof.ts'
import { isInterrupted } from './many-images.ts'
import { proofHint } from './publish.ts'
import { lookAhead, publishView, type Publishing } from './publish-view.ts'

/** Publishes the image of a run, when it has been proven. */
export interface Publisher {
  /** Takes over the image that was looked at: its bytes are what is published. */
  take(view: ImageView): void
  /** Says at once that a run is in vain, where it leaves platforms out. */
  warn(skipped: readonly string[]): void
  /** Publishes what the finished report proves, and adds what came of it. */
  conclude(report: RunReport): Promise<RunReport>
  close(): Promise<void>
}

/**
 * Finds out what the tags point at, and whether they may be pushed, before anything is built or run.
 * @throws HarnessError what keeps the tags from being made
 */
export async function openPublisher(publishing: Publishing): Promise<Publisher> {
  const { config, context } = publishing
  const before: TagState = config.publishes ? await lookAhead(publishing) : new Map()
  let view: ImageView | undefined
  return {
    take: (taken) => void (view = taken),
    warn: (skipped) => {
      if (!config.publishes || skipped.length === 0) return
      const message = `nothing will be published: ${skipped.join(', ')} ${skipped.length === 1 ? 'is' : 'are'} not asked for`
      context.onEvent({ kind: 'notice', message })
    },
    conclude: (report) => conclude(report, view, before, publishing),
    close: async () => view?.source.close(),
  }
}

async function conclude(
  report: RunReport,
  view: ImageView | undefined,
  before: TagState,
  publishing: Publishing,
): Promise<RunReport> {
  const { config, context } = publishing
  const { obstacles, accepted } = view === undefined ? judgeProof(report) : judgeImage(report, view)
  const refused = (reasons: readonly string[]): RunReport => {
    const tags = config.tags.map((tag) => describeTag(tag, before.get(formatReference(tag)), 'kept'))
    return { ...report, publish: { state: 'refused', tags, sentBytes: 0, accepted, reasons } }
  }
  if (view === undefined || obstacles.length > 0) {
    // A verdict that is not good says it all; one that is good, of a part of the image, would be taken for the whole.
    const isSaid = report.exitCode !== 0 || !config.publishes
    return isSaid ? refused(obstacles) : withError(refused(obstacles), notProven(obstacles))
  }
  const fail = (concluded: RunReport, error: HarnessError): RunReport => {
    const failed = withError(concluded, error)
    return isInterrupted(context.signal) ? { ...failed, exitCode: 130 } : failed
  }
  try {
    const result = config.publishes
      ? await publishView(view, before, publishing)
      : planTags(view.root, config.tags, before)
    const concluded = { ...report, publish: { ...result, accepted } }
    return result.state === 'incomplete' ? fail(concluded, someFailed(result)) : concluded
  } catch (thrown) {
    const error = toHarnessError(context.signal.aborted ? context.signal.reason : thrown)
    return fail(refused([error.message]), allFailed(error))
  }
}

function withError(report: RunReport, error: HarnessError): RunReport {
  return addErrors(report, [toErrorReport(error)])
}

function notProven(obstacles: readonly string[]): HarnessError {
  return new HarnessError('publish-refused', `nothing was published: ${obstacles.join('; ')}`, { hint: proofHint })
}

function allFailed({ message, cause, hint }: HarnessError): HarnessError {
  const options = { cause, ...(hint === undefined ? {} : { hint }) }
  return new HarnessError('publish-failed', `nothing was published: ${message}`, options)
}

/** What keeps many tags from being made is said once. */
function someFailed({ tags }: Pick<PublishReport, 'tags'>): HarnessError {
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
