import type { PlatformImage } from '../image/platform-image.ts'
import type { Finding } from '../report/finding.ts'

/** A finding with what it is about: one image of the index, or the index as a whole. */
export interface Located {
  readonly finding: Finding
  readonly image?: PlatformImage
}

/** A finding about one image. */
export function ofImage(image: PlatformImage, finding: Finding): Located {
  return { finding, image }
}

/** A finding about the index as a whole. */
export function ofIndex(finding: Finding): Located {
  return { finding }
}
