import { answerHttp } from '../../../src/elf/http-program.ts'
import { busybox } from '../busybox.ts'
import { httpServer, serverImage } from '../busybox-image.ts'
import { asSharedLibrary } from '../elf-edit.ts'
import { image, index } from '../image-builder.ts'
import { type ImageRegistry, type PushedImage, pushImage } from '../image-registry.ts'
import { layer, type LayerEntry } from '../layer.ts'
import { programFor } from '../program-image.ts'
import { pushPair } from './pair.ts'

const program = answerHttp({ port: 8080, body: 'hello\n' })

/** arm64 userland, amd64 application as ENTRYPOINT: `uname` and health are green on an amd64 host. */
export async function foreignEntrypoint(registry: ImageRegistry): Promise<PushedImage> {
  const app = { path: '/app/busybox', bytes: await busybox('linux/amd64'), mode: 0o755 }
  const config = { Entrypoint: ['/app/busybox', ...httpServer.Entrypoint.slice(1)] }
  return pushPair(registry, 'foreign-entrypoint', (platform) => serverImage(platform, { files: [app], config }))
}

/** A good arm64 server, with an amd64 helper on PATH that the entrypoint does not start. */
export async function foreignHelper(registry: ImageRegistry): Promise<PushedImage> {
  const helper = { path: '/usr/local/bin/helper', bytes: programFor('linux/amd64', program), mode: 0o755 }
  return pushWithFile(registry, 'foreign-helper', helper)
}

/** A good arm64 server, with an amd64 shared library where the loader looks. */
export async function foreignLibrary(registry: ImageRegistry): Promise<PushedImage> {
  const bytes = asSharedLibrary(programFor('linux/amd64', program))
  return pushWithFile(registry, 'foreign-library', { path: '/usr/lib/libhelper.so.1', bytes, mode: 0o644 })
}

/** A good arm64 server, with amd64 machine code that is data to it: a prebuild of another platform. */
export async function foreignData(registry: ImageRegistry): Promise<PushedImage> {
  const bytes = asSharedLibrary(programFor('linux/amd64', program))
  const path = '/app/node_modules/addon/prebuilds/linux-x64/addon.node'
  return pushWithFile(registry, 'foreign-data', { path, bytes, mode: 0o644 })
}

/** Every entry holds amd64 files, in layers of its own. */
export async function foreignRootfs(registry: ImageRegistry): Promise<PushedImage> {
  const labels = ['linux/amd64', 'linux/arm64', 'linux/arm/v7']
  const images = await Promise.all(labels.map((labelled) => serverImage('linux/amd64', { labelled })))
  return pushImage(registry, index(images), 'foreign-rootfs')
}

/** amd64 and arm64 have configs of their own, and the same layers with machine code. */
export async function layersShared(registry: ImageRegistry): Promise<PushedImage> {
  const files = [
    { path: '/bin/busybox', bytes: await busybox('linux/amd64'), mode: 0o755 },
    { path: '/www/index.html', text: 'hello\n' },
  ]
  const layers = [await layer(files)]
  return pushPair(registry, 'layers-shared', async (platform) => image({ platform, layers, config: httpServer }))
}

/** ARMv7 code labelled arm/v6: the default CPU of an emulator runs it. */
export async function variantTooNew(registry: ImageRegistry): Promise<PushedImage> {
  const images = [await serverImage('linux/amd64'), await serverImage('linux/arm/v7', { labelled: 'linux/arm/v6' })]
  return pushImage(registry, index(images), 'variant-too-new')
}

/** 386 code in an entry of amd64. */
export async function narrowRootfs(registry: ImageRegistry): Promise<PushedImage> {
  const narrow = await serverImage('linux/386', { labelled: 'linux/amd64' })
  return pushImage(registry, index([narrow, await serverImage('linux/arm64')]), 'narrow-rootfs')
}

async function pushWithFile(registry: ImageRegistry, name: string, file: LayerEntry): Promise<PushedImage> {
  return pushPair(registry, name, (platform) => serverImage(platform, { files: [file] }))
}
