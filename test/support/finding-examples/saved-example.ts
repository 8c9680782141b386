import { serverImage } from '../busybox-image.ts'
import { mediaTypes } from '../content.ts'
import { index } from '../image-builder.ts'
import { packTar } from '../layer.ts'
import { temporaryFile } from '../temporary-file.ts'
import type { FindingExample } from './example.ts'

/** What `docker save` writes of an image of two platforms, of which the engine had pulled one. */
export const savedExample: FindingExample = {
  code: 'store/platform-absent',
  command: 'inspect',
  ask: async () => {
    const amd64 = await serverImage('linux/amd64')
    const whole = index([amd64, await serverImage('linux/arm64')])
    const list = { schemaVersion: 2, mediaType: mediaTypes.index, manifests: [whole.descriptor] }
    const held = [whole.document, amd64.document, ...amd64.blobs]
    const tar = await packTar([
      { path: 'oci-layout', text: '{"imageLayoutVersion":"1.0.0"}' },
      { path: 'index.json', text: JSON.stringify(list) },
      { path: 'manifest.json', text: '[]' },
      ...held.map(({ digest, bytes }) => ({ path: `blobs/${digest.replace(':', '/')}`, bytes })),
    ])
    const file = await temporaryFile('app.tar', tar)
    return {
      args: [`docker-archive:${file.path}`, '--require', 'linux/arm64'],
      names: { [file.path]: 'app.tar' },
      release: async () => file[Symbol.asyncDispose](),
    }
  },
}
