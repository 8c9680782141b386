import type { ImageContent } from './content.ts'
import { packageTar } from './debian-packages.ts'
import { image } from './image-builder.ts'
import { type Layer, layer, rawLayer } from './layer.ts'

const architectures = { 'linux/amd64': 'amd64', 'linux/arm64': 'arm64' } as const

export type PerlPlatform = keyof typeof architectures

/**
 * `serve { … } $port`: answers each connection, whose request's head has been read, by a block that prints to it; `$path`
 * is what was asked for, `answer $client, STATUS, BODY, HEADER…` a whole answer.
 */
const prelude = `
use strict; use warnings; use IO::Socket::INET;
$| = 1;
our $path = '';
sub answer {
  my ($client, $status, $body, @headers) = @_;
  print $client join "\\r\\n", "HTTP/1.1 $status Said", 'Connection: close', 'Content-Length: ' . length $body, @headers, '', $body;
}
sub serve(&;$$) {
  my ($answer, $port, $address) = @_;
  my $listener = IO::Socket::INET->new(LocalPort => $port // 8080, LocalAddr => $address // '0.0.0.0',
    Listen => 16, ReuseAddr => 1) or die "listen: $!";
  while (1) {
    my $client = $listener->accept or next;
    while (my $line = <$client>) { $path = $1 if $line =~ /^GET (\\S+)/; last if $line =~ /^\\r?$/ }
    select((select($client), $| = 1)[0]);
    { local $_ = $client; $answer->($listener) }
    close $client;
  }
}
my $ok = "HTTP/1.1 200 OK\\r\\nConnection: close\\r\\nContent-Length: 6\\r\\n\\r\\nhello\\n";
`

const roots = new Map<PerlPlatform, Promise<readonly Layer[]>>()

/**
 * A dynamic interpreter with its libraries, one layer a package, and a script as the application, which may call
 * `serve` and print `$ok`.
 */
export async function perlImage(
  platform: PerlPlatform,
  script: string,
  config: Readonly<Record<string, unknown>> = {},
): Promise<ImageContent> {
  const root = roots.get(platform) ?? packageLayers(platform)
  roots.set(platform, root)
  return image({
    platform,
    layers: [...(await root), await layer([{ path: '/srv/app.pl', text: prelude + script }])],
    config: {
      Cmd: ['perl', '/srv/app.pl'],
      Env: ['PATH=/usr/bin:/bin'],
      ExposedPorts: { '8080/tcp': {} },
      ...config,
    },
  })
}

async function packageLayers(platform: PerlPlatform): Promise<readonly Layer[]> {
  const mediaType = 'application/vnd.oci.image.layer.v1.tar'
  const tars = ['libc6', 'libcrypt1', 'perl-base'].map((name) => packageTar(name, architectures[platform]))
  return (await Promise.all(tars)).map((tar) => rawLayer(tar, { mediaType }))
}
