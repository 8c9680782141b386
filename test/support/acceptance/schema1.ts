import { mediaTypes, storedBlob } from '../content.ts'
import { rawManifest } from '../image-builder.ts'
import { type ImageRegistry, type PushedImage, pushImage } from '../image-registry.ts'
import { layer } from '../layer.ts'

/** Docker schema 1, signed as registries served it: no registry of today takes it, so a static one serves it. */
export async function schema1(registry: ImageRegistry): Promise<PushedImage> {
  const only = await layer([{ path: '/app', text: 'hello\n' }])
  const blob = storedBlob(only.bytes, 'application/octet-stream')
  const history = { id: blob.digest.slice('sha256:'.length), architecture: 'amd64', os: 'linux', config: {} }
  const document = {
    schemaVersion: 1,
    name: 'everyarch/schema1',
    tag: 'test',
    architecture: 'amd64',
    fsLayers: [{ blobSum: blob.digest }],
    history: [{ v1Compatibility: JSON.stringify(history) }],
    signatures: [
      {
        header: { jwk: { crv: 'P-256', kid: 'AAAA:BBBB', kty: 'EC', x: 'eA', y: 'eQ' }, alg: 'ES256' },
        signature: 'c2lnbmF0dXJl',
        protected: 'eyJmb3JtYXRMZW5ndGgiOjB9',
      },
    ],
  }
  return pushImage(registry, rawManifest(document, mediaTypes.dockerSchema1, { blobs: [blob] }), 'schema1')
}
