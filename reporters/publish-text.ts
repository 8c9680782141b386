import { escapeControl } from '../src/report/escape.ts'
import type { PublishListing } from '../src/report/listing.ts'
import type { PublishedTag, PublishReport } from '../src/report/report.ts'
import { formatBytes } from './quantity.ts'
import { verdictMark, type Style } from './style.ts'
import { wrapText } from './wrap.ts'

/** What became of a tag, in words. */
export const tagWords: Readonly<Record<PublishedTag['state'], string>> = {
  published: 'published',
  unchanged: 'was there already',
  kept: 'not published',
  unknown: 'perhaps published',
  planned: 'would be published',
}

/** An image by digest, and what became of its tags. */
export function renderPublish(style: Style, listing: PublishListing): readonly string[] {
  const { image } = listing
  const name = escapeControl(image.reference, 1000)
  const isNamed = image.reference.endsWith(`@${image.digest}`)
  return [isNamed ? name : `${name} ${image.digest}`, ...renderPublished(style, listing)]
}

/** Every tag, what became of it and why, and what stands on the user's word alone. */
export function renderPublished(
  style: Style,
  { tags, sentBytes, accepted, reasons = [] }: PublishReport,
  /** An error says why. */
  isExplained = false,
): readonly string[] {
  const lines = [
    ...(isExplained ? [] : reasons).map((reason) => `not to be published: ${escapeControl(reason, 1000)}`),
    ...accepted.map((line) => `not proven, by your word: ${escapeControl(line, 300)}`),
    ...(sentBytes === 0 ? [] : [`${formatBytes(sentBytes)} sent`]),
  ]
  return [...tags.map((tag) => renderTag(style, tag)), ...lines.flatMap((line) => wrapText(line, style.columns, '  '))]
}

function renderTag(style: Style, tag: PublishedTag): string {
  const isGood = tag.error === undefined && tag.state !== 'kept'
  const mark = verdictMark(style, !isGood ? 'unverified' : tag.state === 'planned' ? 'skipped' : 'passed')
  return `${mark} ${escapeControl(tag.reference, 300)}  ${describeTag(tag)}`
}

/** `published, was sha256:0123456789ab`. */
export function describeTag({ state, previous }: PublishedTag): string {
  if (previous === undefined || state === 'unchanged') return tagWords[state]
  return `${tagWords[state]}, ${state === 'kept' ? 'stays' : 'was'} ${previous.slice(0, 19)}`
}
