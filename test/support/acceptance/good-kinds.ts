import { busyboxImage, httpServer, serverImage } from '../busybox-image.ts'
import { packageTar } from '../debian-packages.ts'
import { image } from '../image-builder.ts'
import type { ImageContent } from '../content.ts'
import type { ImageRegistry, PushedImage } from '../image-registry.ts'
import { layer, rawLayer } from '../layer.ts'
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
  'language runtime': (registry) => pushPair(registry, 'language-runtime', perlImage),
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

/** Speaks no HTTP on its port, and keeps its data in a volume. */
function databaseImage(platform: PairPlatform): Promise<ImageContent> {
  return busyboxImage(platform, {
    config: {
      Entrypoint: ['/bin/busybox', 'tcpsvd', '0.0.0.0', '5432', '/bin/busybox', 'cat'],
      ExposedPorts: { '5432/tcp': {} },
      Volumes: { '/var/lib/data': {} },
    },
  })
}

const perlServer = `
use IO::Socket::INET;
my $listener = IO::Socket::INET->new(LocalPort => 8080, Listen => 16, ReuseAddr => 1) or die "listen: $!";
while (my $client = $listener->accept) {
  while (my $line = <$client>) { last if $line =~ /^\\r?$/ }
  print $client "HTTP/1.1 200 OK\\r\\nContent-Length: 6\\r\\nConnection: close\\r\\n\\r\\nhello\\n";
  close $client;
}
`

/** A dynamic interpreter with its libraries, one layer a package, and a script as the application. */
async function perlImage(platform: PairPlatform): Promise<ImageContent> {
  const architecture = platform === 'linux/amd64' ? 'amd64' : 'arm64'
  const tars = await Promise.all(['libc6', 'libcrypt1', 'perl-base'].map((name) => packageTar(name, architecture)))
  const script = await layer([{ path: '/srv/server.pl', text: perlServer, mode: 0o755 }])
  return image({
    platform,
    layers: [...tars.map((tar) => rawLayer(tar, { mediaType: 'application/vnd.oci.image.layer.v1.tar' })), script],
    config: { Cmd: ['perl', '/srv/server.pl'], Env: ['PATH=/usr/bin:/bin'], ExposedPorts: { '8080/tcp': {} } },
  })
}
