import { planTags, type PublishResult } from '../build/publish.ts'
import { describeTag } from '../build/set-tag.ts'
import type { TagState } from '../build/tag-state.ts'
import { HarnessError, toHarnessError } from '../errors.ts'
import type { ImageView } from '../image/view.ts'
import type { Digest } from '../oci/digest.ts'
import { formatReference, type Reference } from '../oci/reference.ts'
import { toErrorReport } from '../report/error-report.ts'
import { judgeProof, type Proof } from '../report/publishable.ts'
import type { RunReport } from '../report/report.ts'
import { addErrors } from '../report/run-reports.ts'
import { judgeImage } from './image-proof.ts'
import { isInterrupted } from './many-images.ts'
import { allFailed, notProven, nowhereToGo, someFailed } from './publish-errors.ts'
import { lookAhead, publishViews, type Publishing } from './publish-view.ts'

/** An image that will be made, and what it is to be published as. */
export interface TaggedTarget {
  readonly name: string
  readonly tags: readonly Reference[]
}

/** What images are to be published as, by the name they are verified under. */
export type TagsOf = ReadonlyMap<string, readonly Reference[]>

/** Publishes the images of a run, when they have been proven. */
export interface Publisher {
  /**
   * Finds out what the tags point at, and whether they may be pushed, before anything is built or run.
   * @throws HarnessError what keeps the tags from being made
   */
  expect(targets: readonly TaggedTarget[]): Promise<void>
  /** Takes over an image that is looked at: its bytes are what is published. */
  take(view: ImageView): void
  /** Says at once that a run is in vain, where it leaves platforms out. */
  warn(skipped: readonly string[]): void
  /** Publishes what the finished reports prove, all images or none, and adds what came of it. */
  conclude(reports: readonly RunReport[], tagsOf?: TagsOf): Promise<readonly RunReport[]>
  close(): Promise<void>
}

export function openPublisher(publishing: Publishing): Publisher {
  const { config, context } = publishing
  const before = new Map<string, Digest | undefined>()
  const views = new Map<string, ImageView>()
  const taken = new Set<ImageView>()
  return {
    async expect(targets) {
      if (!config.publishes) return
      const untagged = targets.find(({ tags }) => tags.length === 0)
      if (untagged !== undefined) throw noTag(untagged.name)
      const tags = targets.flatMap((target) => target.tags)
      const found = await lookAhead(
        tags.filter((tag) => !before.has(formatReference(tag))),
        publishing,
      )
      for (const [tag, digest] of found) before.set(tag, digest)
    },
    take: (view) => {
      views.set(view.source.name, view)
      taken.add(view)
    },
    warn: (skipped) => {
      if (!config.publishes || skipped.length === 0) return
      const message = `nothing will be published: ${skipped.join(', ')} ${skipped.length === 1 ? 'is' : 'are'} not asked for`
      context.onEvent({ kind: 'notice', message })
    },
    async conclude(reports, tagsOf = new Map()) {
      const images = reports.map((report): FinishedImage => {
        const { reference = '' } = report.image ?? {}
        const view = views.get(reference)
        const tags = tagsOf.get(reference) ?? (reports.length === 1 ? config.tags : [])
        return { report, view, tags, proof: view === undefined ? judgeProof(report) : judgeImage(report, view) }
      })
      return conclude(images, before, publishing)
    },
    close: async () => void (await Promise.all([...taken].map(({ source }) => source.close()))),
  }
}

interface FinishedImage {
  readonly report: RunReport
  readonly view: ImageView | undefined
  readonly tags: readonly Reference[]
  readonly proof: Proof
}

interface ReadyImage extends FinishedImage {
  readonly view: ImageView
}

/** All images are published, or none where one of them must not be. */
async function conclude(
  images: readonly FinishedImage[],
  before: TagState,
  publishing: Publishing,
): Promise<readonly RunReport[]> {
  const { config, context } = publishing
  const spoilt = images.find((image) => listObstacles(image, config.publishes).length > 0)
  if (spoilt !== undefined) return images.map((image) => refuse(image, spoilt, before, config.publishes))
  const ready = images.filter(isReady)
  const fail = (concluded: RunReport, error: HarnessError): RunReport => {
    const failed = withError(concluded, error)
    return isInterrupted(context.signal) ? { ...failed, exitCode: 130 } : failed
  }
  try {
    const results = config.publishes
      ? await publishViews(ready, before, publishing)
      : ready.map(({ view, tags }) => planTags(view.root, tags, before))
    const resultOf = new Map<FinishedImage, PublishResult | undefined>(ready.map((image, at) => [image, results[at]]))
    return images.map((image) => {
      const result = resultOf.get(image)
      if (result === undefined) return image.report
      const concluded = { ...image.report, publish: { ...result, accepted: image.proof.accepted } }
      return result.state === 'incomplete' ? fail(concluded, someFailed(result)) : concluded
    })
  } catch (thrown) {
    const error = toHarnessError(context.signal.aborted ? context.signal.reason : thrown)
    return images.map((image) => {
      return isReady(image) ? fail(keepTags(image, [error.message], before), allFailed(error)) : image.report
    })
  }
}

function isReady(image: FinishedImage): image is ReadyImage {
  return image.view !== undefined && image.tags.length > 0
}

function listObstacles({ report, view, tags, proof }: FinishedImage, publishes: boolean): readonly string[] {
  if (proof.obstacles.length > 0) return proof.obstacles
  if (report.exitCode !== 0) return [`it ended with ${report.exitCode}`]
  if (view === undefined) return ['it was not looked at']
  return publishes && tags.length === 0 ? ['no tag was named for it'] : []
}

/** @param spoilt one that must not be published, this or another */
function refuse(image: FinishedImage, spoilt: FinishedImage, before: TagState, publishes: boolean): RunReport {
  const { report, tags } = image
  // A verdict that is not good says it all; one that is good, of a part of the image, would be taken for the whole.
  const isSaid = report.exitCode !== 0 || !publishes
  if (tags.length === 0) return isSaid ? report : withError(report, nowhereToGo(nameOf(image)))
  const own = listObstacles(image, publishes)
  const reasons = own.length > 0 ? own : listObstacles(spoilt, publishes).map((it) => `${nameOf(spoilt)}: ${it}`)
  const refused = keepTags(image, reasons, before)
  return isSaid ? refused : withError(refused, notProven(reasons))
}

function keepTags({ report, tags, proof }: FinishedImage, reasons: readonly string[], before: TagState): RunReport {
  const kept = tags.map((tag) => describeTag(tag, before.get(formatReference(tag)), 'kept'))
  return { ...report, publish: { state: 'refused', tags: kept, sentBytes: 0, accepted: proof.accepted, reasons } }
}

function nameOf({ report }: FinishedImage): string {
  return report.image?.reference ?? 'another image'
}

function withError(report: RunReport, error: HarnessError): RunReport {
  return addErrors(report, [toErrorReport(error)])
}

function noTag(target: string): HarnessError {
  return new HarnessError('usage-invalid', `--publish needs a tag, and ${target} has none`, {
    hint: 'give the target tags in the bake file, or build one target and name its tag by --tag',
  })
}
