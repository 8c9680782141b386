import { planTags, publishImage, type PublishResult } from '../build/publish.ts'
import { checkPushRights } from '../build/push-rights.ts'
import { describeTag } from '../build/set-tag.ts'
import { readTags, type TagState } from '../build/tag-state.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { HarnessError, toHarnessError } from '../errors.ts'
import type { ImageView } from '../image/view.ts'
import { formatReference } from '../oci/reference.ts'
import type { RegistryClient } from '../registry/client.ts'
import { toErrorReport } from '../report/error-report.ts'
import { judgeProof } from '../report/publishable.ts'
import type { PublishReport, RunReport } from '../report/report.ts'
import { addErrors } from '../report/run-reports.ts'
import type { VerbContext } from './context.ts'
import { judgeImage } from './image-proof.ts'
import { isInterrupted } from './many-images.ts'
import { proofHint } from './publish.ts'

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
export async function openPublisher(
  config: ResolvedConfig,
  context: VerbContext,
  client: RegistryClient,
): Promise<Publisher> {
  const { tags, publishes } = config
  const { signal } = context
  if (publishes) await checkPushRights(client, tags, signal)
  const before: TagState = publishes ? await readTags(client, tags, signal) : new Map()
  let view: ImageView | undefined
  return {
    take: (taken) => void (view = taken),
    warn: (skipped) => {
      if (!publishes || skipped.length === 0) return
      const message = `nothing will be published: ${skipped.join(', ')} ${skipped.length === 1 ? 'is' : 'are'} not asked for`
      context.onEvent({ kind: 'notice', message })
    },
    conclude: (report) => conclude(report, { config, context, client, before, view }),
    close: async () => view?.source.close(),
  }
}

interface Conclusion {
  readonly config: ResolvedConfig
  readonly context: VerbContext
  readonly client: RegistryClient
  readonly before: TagState
  readonly view: ImageView | undefined
}

async function conclude(report: RunReport, options: Conclusion): Promise<RunReport> {
  const { config, view } = options
  const { obstacles, accepted } = view === undefined ? judgeProof(report) : judgeImage(report, view)
  if (view === undefined || obstacles.length > 0) {
    const publish = { ...keepTags(options), accepted, reasons: obstacles }
    // A verdict that is not good says it all; one that is good, of a part of the image, would be taken for the whole.
    const isSilent = report.exitCode !== 0 || !config.publishes
    return isSilent ? { ...report, publish } : withError({ ...report, publish }, notProven(obstacles))
  }
  if (!config.publishes || config.isDryRun) {
    return { ...report, publish: { ...planTags(view.root, config.tags, options.before), accepted } }
  }
  try {
    const publish: PublishReport = { ...(await publishView(view, options)), accepted }
    const concluded = { ...report, publish }
    return publish.state === 'published' ? concluded : withFailure(concluded, incomplete(publish), options)
  } catch (thrown) {
    const { signal } = options.context
    const error = toHarnessError(signal.aborted ? signal.reason : thrown)
    const publish = { ...keepTags(options), accepted, reasons: [error.message] }
    return withFailure({ ...report, publish }, failed(error), options)
  }
}

function publishView(
  { source, root }: ImageView,
  { config, context, client, before }: Conclusion,
): Promise<PublishResult> {
  const { signal, onEvent } = context
  const onProgress = (message: string): void => onEvent({ kind: 'notice', message })
  return publishImage({ client, source, root, tags: config.tags, before, signal, onProgress })
}

/** Of a run that published nothing. */
function keepTags({ config: { tags }, before }: Conclusion): PublishResult {
  return {
    state: 'refused',
    tags: tags.map((tag) => describeTag(tag, before.get(formatReference(tag)), 'kept')),
    sentBytes: 0,
  }
}

function notProven(obstacles: readonly string[]): HarnessError {
  return new HarnessError('publish-refused', `nothing was published: ${obstacles.join('; ')}`, { hint: proofHint })
}

function failed(error: HarnessError): HarnessError {
  const { message, cause, hint } = error
  return new HarnessError('publish-failed', `nothing was published: ${message}`, {
    cause,
    ...(hint === undefined ? {} : { hint }),
  })
}

function incomplete({ tags }: PublishReport): HarnessError {
  const open = tags.filter(({ error }) => error !== undefined)
  const why = open.flatMap(({ reference, error }) => (error === undefined ? [] : [`${reference}: ${error.message}`]))
  const made = tags.length - open.length
  return new HarnessError('publish-failed', `${made} of ${tags.length} tags were published; ${why.join('; ')}`, {
    hint: open[0]?.error?.hint ?? 'the same command again makes the rest, and so does everyarch publish REPORT.json',
  })
}

function withError(report: RunReport, error: HarnessError): RunReport {
  return addErrors(report, [toErrorReport(error)])
}

/** Exit code 3, or that of an interrupted run. */
function withFailure(report: RunReport, error: HarnessError, { context }: Conclusion): RunReport {
  const told = withError(report, error)
  return isInterrupted(context.signal) ? { ...told, exitCode: 130 } : told
}
