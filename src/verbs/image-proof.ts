import type { ImageView } from '../image/view.ts'
import { shortDigest } from '../oci/digest.ts'
import { formatPlatform, isUnknownPlatform } from '../oci/platform.ts'
import { judgeProof, type Proof } from '../report/publishable.ts'
import type { RunReport } from '../report/report.ts'

/** What a report proves of the image that is there: it must speak of each platform of it, and of no other. */
export function judgeImage(report: RunReport, { images, root, nested, attestations, others }: ImageView): Proof {
  const { obstacles, accepted } = judgeProof(report)
  const known = new Set(report.platforms.map(({ digest }) => digest))
  const listed = new Set(images.map(({ descriptor }) => descriptor.digest))
  const untold = images.filter(({ descriptor }) => !known.has(descriptor.digest))
  // Whatever an entry calls itself: what is listed for a platform is what that platform pulls.
  const disguised = [...attestations, ...others].filter(({ descriptor: { platform } }) => {
    return platform !== undefined && !isUnknownPlatform(platform)
  })
  const foreign = report.platforms.filter(({ digest }) => digest !== undefined && !listed.has(digest))
  return {
    accepted,
    obstacles: [
      ...obstacles,
      ...(report.image?.digest === root.digest ? [] : [`it is about ${report.image?.digest ?? 'no image'}`]),
      ...[...untold, ...disguised].map(({ descriptor: { platform, digest } }) => {
        const name = platform === undefined ? 'an image' : formatPlatform(platform)
        return `${name} (${shortDigest(digest)}) is in the index and was not looked at`
      }),
      ...foreign.map(({ platform, digest }) => `${platform} (${digest ?? ''}) is not in the index`),
      ...nested.flatMap(({ error }) => (error === undefined ? [] : [`an index in the index: ${error.message}`])),
    ],
  }
}
