import { busyboxImage, httpServer, serverImage } from '../busybox-image.ts'
import type { ImageContent } from '../content.ts'
import type { ImageRegistry, PushedImage } from '../image-registry.ts'
import { perlImage } from '../perl-image.ts'
import { needsConfiguration, printsUsage } from './needs-configuration.ts'
import { type PairPlatform, pushPair } from './pair.ts'
import { scratchWithoutShell } from './scratch-without-shell.ts'
import { windowsEntry } from './windows-entry.ts'

/** Good images of ten kinds: what a new user tries first. None is ever to be called failed. */
export const goodKinds: Readonly<Record<string, (registry: ImageRegistry) => Promise<PushedImage>>> = {
  server: (registry) => pushPair(registry, 'server', serverImage),
  'wants settings': needsConfiguration,
  'prints its usage': printsUsage,
  shell: (registry) =>
    pushPair(registry, 'shell', (platform) => busyboxImage(platform, { config: { Cmd: ['/bin/sh'] } })),
  'from scratch': scratchWithoutShell,
  'init system': (registry) => pushPair(registry, 'init-system', initSystemImage),
  'language runtime': (registry) => pushPair(registry, 'language-runtime', runtimeImage),
  'not root': (registry) =>
    pushPair(registry, 'not-root', (platform) => serverImage(platform, { config: { User: '1000:1000' } })),
  database: (registry) => pushPair(registry, 'database', databaseImage),
  'windows beside linux': windowsEntry,
}

/** PID 1 is an init that starts the server and keeps it. */
function initSystemImage(platform: PairPlatform): Promise<ImageContent> {
  return serverImage(platform, {
    files: [{ path: '/etc/inittab', text: `::respawn:${httpServer.Entrypoint.join(' ')}\n` }],
    config: { Entrypoint: ['/bin/busybox', 'init'] },
  })
}

function runtimeImage(platform: PairPlatform): Promise<ImageContent> {
  return perlImage(platform, 'serve { print $_ $ok };\n')
}

/** Speaks no HTTP on its port, runs as a user of its own, and keeps its data in a volume. */
function databaseImage(platform: PairPlatform): Promise<ImageContent> {
  return perlImage(platform, 'serve { print $_ "-ERR unknown command\\r\\n" } 5432;\n', {
    ExposedPorts: { '5432/tcp': {} },
    Volumes: { '/var/lib/data': {} },
    User: '999',
  })
}
