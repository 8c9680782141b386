import { escapeControl } from '../src/report/escape.ts'
import type { PublishedTag, PublishListing } from '../src/report/listing.ts'
import { formatBytes } from './quantity.ts'
import { verdictMark, type Style } from './style.ts'

const words = {
  published: 'published',
  unchanged: 'was there already',
  kept: 'not published',
  planned: 'would be published',
} as const

/** Every tag, what became of it, and what stands on the user's word alone. */
export function renderPublish(style: Style, { image, tags, sentBytes, accepted }: PublishListing): readonly string[] {
  return [
    `${escapeControl(image.reference, 300)} ${image.digest}`,
    ...tags.map((tag) => renderTag(style, tag)),
    ...accepted.map((line) => `  not proven, by your word: ${escapeControl(line, 300)}`),
    ...(sentBytes === 0 ? [] : [`  ${formatBytes(sentBytes)} sent`]),
  ]
}

function renderTag(style: Style, { reference, state, previous, error }: PublishedTag): string {
  const mark = verdictMark(style, error === undefined ? 'passed' : 'unverified')
  const before = previous === undefined || state === 'unchanged' ? '' : `, was ${previous.slice(0, 19)}`
  return `${mark} ${escapeControl(reference, 300)}  ${words[state]}${before}`
}
