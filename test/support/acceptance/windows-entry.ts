import { serverImage } from '../busybox-image.ts'
import type { ImageContent } from '../content.ts'
import { image, index } from '../image-builder.ts'
import { type ImageRegistry, type PushedImage, pushImage } from '../image-registry.ts'
import { layer } from '../layer.ts'

/** A good linux/amd64 image beside two of Windows that differ in `os.version` alone. */
export async function windowsEntry(registry: ImageRegistry): Promise<PushedImage> {
  const entries = [
    await serverImage('linux/amd64'),
    await windowsImage('10.0.17763.6893'),
    await windowsImage('10.0.20348.3207'),
  ]
  return pushImage(registry, index(entries), 'windows-entry')
}

async function windowsImage(osVersion: string): Promise<ImageContent> {
  return image({
    platform: { os: 'windows', architecture: 'amd64', 'os.version': osVersion },
    layers: [await layer([{ path: 'Files/app/app.cmd', text: '@echo hello\r\n' }])],
    config: { Entrypoint: ['C:\\app\\app.cmd'] },
  })
}
