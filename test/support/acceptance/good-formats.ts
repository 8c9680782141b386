import { httpServer, serverImage, userland } from '../busybox-image.ts'
import { image, index } from '../image-builder.ts'
import { type ImageRegistry, type PushedImage, pushImage } from '../image-registry.ts'
import { type Compression, layer, type LayerEntry } from '../layer.ts'
import { seekableLayer } from '../seekable-layer.ts'
import { pushPair } from './pair.ts'

/** Good images, written in each way that registries hold. */
export const goodFormats: Readonly<Record<string, (registry: ImageRegistry) => Promise<PushedImage>>> = {
  "Docker's own types": dockerTypes,
  'zstd layers': (registry) => pushCompressed(registry, 'zstd'),
  'uncompressed layers': (registry) => pushCompressed(registry, 'none'),
  'eStargz layers': seekable,
  'annotations everywhere': annotated,
  'types left out of the documents': withoutMediaTypes,
  'files that later layers remove and replace': layered,
}

async function dockerTypes(registry: ImageRegistry): Promise<PushedImage> {
  const format = 'docker'
  const images = [
    await serverImage('linux/amd64', { image: { format } }),
    await serverImage('linux/arm64', { image: { format } }),
  ]
  return pushImage(registry, index(images, { format }), 'docker-types')
}

function pushCompressed(registry: ImageRegistry, compression: Compression): Promise<PushedImage> {
  return pushPair(registry, `compression-${compression}`, async (platform) => {
    const page = await layer([{ path: '/www/index.html', text: `hello from ${platform}\n` }], { compression })
    return image({ platform, layers: [await userland(platform), page], config: httpServer })
  })
}

function seekable(registry: ImageRegistry): Promise<PushedImage> {
  return pushPair(registry, 'seekable', async (platform) => {
    const page = await seekableLayer([{ path: '/www/index.html', text: `hello from ${platform}\n` }])
    return image({ platform, layers: [await userland(platform), page], config: httpServer })
  })
}

async function annotated(registry: ImageRegistry): Promise<PushedImage> {
  const annotations = { 'org.opencontainers.image.title': 'app', 'com.example.note': 'two\nlines' }
  const images = [
    await serverImage('linux/amd64', { image: { annotations } }),
    await serverImage('linux/arm64', { image: { annotations } }),
  ]
  return pushImage(registry, index(images, { annotations }), 'annotated')
}

/** The specification lets an index and a manifest leave out their own type. */
async function withoutMediaTypes(registry: ImageRegistry): Promise<PushedImage> {
  const images = [
    await serverImage('linux/amd64', { image: { editManifest: withoutType } }),
    await serverImage('linux/arm64', { image: { editManifest: withoutType } }),
  ]
  return pushImage(registry, index(images, { edit: withoutType }), 'without-media-types')
}

function withoutType(document: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return { ...document, mediaType: undefined }
}

/** What is wrong in a lower layer is gone, or another file, in the upper ones: only what survives counts. */
async function layered(registry: ImageRegistry): Promise<PushedImage> {
  const lower: readonly LayerEntry[] = [
    { path: '/www/index.html', text: 'old\n' },
    { path: '/usr/lib/removed.so', text: 'not machine code', mode: 0o755 },
    { path: '/opt/cache/removed', text: 'old\n' },
  ]
  const upper: readonly LayerEntry[] = [
    { path: '/usr/lib/.wh.removed.so', text: '' },
    { path: '/opt/cache/.wh..wh..opq', text: '' },
    { path: '/opt/cache/kept', text: 'new\n' },
    { path: '/www/page.html', text: 'hello from below\n' },
    { path: '/www/index.html', hardlink: '/www/page.html' },
  ]
  return pushPair(registry, 'layered', async (platform) =>
    image({
      platform,
      layers: [await userland(platform), await layer(lower), await layer(upper)],
      config: httpServer,
    }),
  )
}
