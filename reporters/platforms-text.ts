import { shortDigest } from '../src/oci/digest.ts'
import { escapeControl } from '../src/report/escape.ts'
import type { ImagePlatforms, PlatformsListing } from '../src/report/listing.ts'
import { renderFinding } from './finding-text.ts'
import { formatImageName } from './image-name.ts'
import { renderManyPlatforms } from './many-images-text.ts'
import { formatBytes, formatCount } from './quantity.ts'
import { paint, type Style } from './style.ts'
import { renderTable } from './text-table.ts'

/** The index at a glance: a line per platform, or of several images a line each. */
export function renderPlatforms(style: Style, listing: PlatformsListing): readonly string[] {
  return 'images' in listing ? renderManyPlatforms(style, listing.images) : renderImage(style, listing)
}

function renderImage(style: Style, image: ImagePlatforms): readonly string[] {
  const { platforms, attestations = 0, findings = [] } = image
  const counts = [
    formatCount(platforms.length, 'platform'),
    ...(attestations === 0 ? [] : [formatCount(attestations, 'attestation')]),
  ]
  const heading = `${paint(style, 'bold', formatImageName(image.image))}  ${counts.join(', ')}`
  const rows = platforms.map(({ platform, declared, digest, sizeBytes, absentFrom }) => [
    { text: escapeControl(platform, 60) },
    { text: shortDigest(digest) },
    { text: sizeBytes === undefined ? '' : formatBytes(sizeBytes), align: 'right' as const },
    { text: declared === undefined || declared === platform ? '' : `declared ${escapeControl(declared, 60)}` },
    { text: absentFrom === undefined ? '' : `not in ${escapeControl(absentFrom, 200)}` },
  ])
  return [
    heading,
    ...renderTable(style, rows, '  '),
    ...findings.flatMap((finding) => renderFinding(style, { finding, platforms: [] })),
  ]
}
