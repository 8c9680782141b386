import { serverImage } from '../busybox-image.ts'
import type { ImageRegistry, PushedImage } from '../image-registry.ts'
import { pushPair } from './pair.ts'

/** A `uname` in arm64 that says what it said on the machine of whoever wrote it. */
export async function unameMismatch(registry: ImageRegistry): Promise<PushedImage> {
  const uname = { path: '/bin/uname', text: '#!/bin/sh\necho x86_64\n', mode: 0o755 }
  return pushPair(registry, 'uname-mismatch', (platform) => serverImage(platform, { files: [uname] }))
}
