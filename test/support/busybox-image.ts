import { type BusyboxPlatform, busybox } from './busybox.ts'
import type { ImageContent, PlatformJson } from './content.ts'
import { image, type ImageOptions } from './image-builder.ts'
import { type Layer, layer, type LayerEntry } from './layer.ts'

const applets = ['sh', 'uname', 'cat', 'echo', 'env', 'id', 'kill', 'ls', 'ps', 'sleep', 'test', 'wget']
const userlands = new Map<BusyboxPlatform, Promise<Layer>>()

/** `/bin/busybox` and the usual names beside it: the same bytes each time, as a shared base image has. */
export function userland(platform: BusyboxPlatform): Promise<Layer> {
  const known = userlands.get(platform)
  if (known !== undefined) return known
  const making = makeUserland(platform)
  userlands.set(platform, making)
  return making
}

async function makeUserland(platform: BusyboxPlatform): Promise<Layer> {
  const links = applets.map((name) => ({ path: `/bin/${name}`, symlink: 'busybox' }))
  return layer([{ path: '/bin/busybox', bytes: await busybox(platform), mode: 0o755 }, ...links], { unique: false })
}

export interface BusyboxImageOptions {
  /** What index and config say, where it is not what the files are. */
  readonly labelled?: string | PlatformJson
  /** Files over the userland. */
  readonly files?: readonly LayerEntry[]
  /** The config's `config` object. */
  readonly config?: Readonly<Record<string, unknown>>
  /** What else {@link image} takes. */
  readonly image?: Partial<Omit<ImageOptions, 'platform' | 'layers' | 'config'>>
}

/** A busybox userland of a platform, with files and a configuration of the test's own. */
export async function busyboxImage(
  platform: BusyboxPlatform,
  options: BusyboxImageOptions = {},
): Promise<ImageContent> {
  const { labelled = platform, files = [], config = {} } = options
  return image({ platform: labelled, layers: [await userland(platform), await layer(files)], config, ...options.image })
}

/** What makes busybox serve `/www` on port 8080. */
export const httpServer = {
  Entrypoint: ['/bin/busybox', 'httpd', '-f', '-v', '-p', '8080', '-h', '/www'],
  ExposedPorts: { '8080/tcp': {} },
}

/** A good web server: 200 on `/` of port 8080, with a shell and `uname` beside it. */
export async function serverImage(platform: BusyboxPlatform, options: BusyboxImageOptions = {}): Promise<ImageContent> {
  return busyboxImage(platform, {
    ...options,
    files: [{ path: '/www/index.html', text: `hello from ${platform}\n` }, ...(options.files ?? [])],
    config: { ...httpServer, ...options.config },
  })
}

/** The same server FROM scratch: one static program and its page, no shell, no `uname`. */
export async function scratchServerImage(platform: BusyboxPlatform): Promise<ImageContent> {
  const program = { path: '/httpd', bytes: await busybox(platform), mode: 0o755 }
  const page = { path: '/www/index.html', text: `hello from ${platform}\n` }
  return image({
    platform,
    layers: [await layer([program], { unique: false }), await layer([page])],
    config: { ...httpServer, Entrypoint: ['/httpd', '-f', '-p', '8080', '-h', '/www'] },
  })
}
