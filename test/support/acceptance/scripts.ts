import { httpServer, serverImage } from '../busybox-image.ts'
import type { ImageRegistry, PushedImage } from '../image-registry.ts'
import type { LayerEntry } from '../layer.ts'
import { type PairPlatform, pushPair } from './pair.ts'

const serve = `exec ${httpServer.Entrypoint.join(' ')}`

export interface ScriptOptions {
  readonly user?: string
  /** @default { '8080/tcp': {} } */
  readonly ports?: Readonly<Record<string, object>>
  readonly files?: (platform: PairPlatform) => readonly LayerEntry[]
}

/** amd64 and arm64, whose entrypoint is a shell script that runs these lines and then serves. */
export async function pushScript(
  registry: ImageRegistry,
  name: string,
  lines: string,
  options: ScriptOptions = {},
): Promise<PushedImage> {
  const { user, ports = httpServer.ExposedPorts, files = () => [] } = options
  return pushPair(registry, name, (platform) =>
    serverImage(platform, {
      files: [{ path: '/entrypoint', text: `#!/bin/sh\n${lines}\n${serve}\n`, mode: 0o755 }, ...files(platform)],
      config: { Entrypoint: ['/entrypoint'], ExposedPorts: ports, ...(user === undefined ? {} : { User: user }) },
    }),
  )
}
