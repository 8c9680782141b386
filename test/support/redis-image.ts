import type { ImageContent } from './content.ts'
import { packageTar, redisPackages } from './debian-packages.ts'
import { image } from './image-builder.ts'
import { layer, rawLayer } from './layer.ts'

/** A database for this host: Debian's Redis on port 6379, which keeps nothing. */
export async function redisImage(): Promise<ImageContent> {
  const mediaType = 'application/vnd.oci.image.layer.v1.tar'
  const tars = await Promise.all(redisPackages.map((name) => packageTar(name, 'amd64')))
  return image({
    platform: 'linux/amd64',
    layers: [...tars.map((tar) => rawLayer(tar, { mediaType })), await layer([{ path: '/tmp', folder: true }])],
    config: {
      Cmd: ['redis-server', '--bind', '0.0.0.0', '--protected-mode', 'no', '--save', '', '--dir', '/tmp'],
      Env: ['PATH=/usr/bin:/bin'],
      ExposedPorts: { '6379/tcp': {} },
    },
  })
}
