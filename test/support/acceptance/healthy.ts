import { createCertificate } from '../certificate.ts'
import { packageTar } from '../debian-packages.ts'
import { image } from '../image-builder.ts'
import type { ImageRegistry, PushedImage } from '../image-registry.ts'
import { layer, rawLayer } from '../layer.ts'
import { perlImage } from '../perl-image.ts'
import { pushPair } from './pair.ts'

/**
 * Says that it is ready and answers on port 8080: JSON on `/health`, 204 on `/ready`, a redirect inside on `/moved`, one
 * away on `/away`, 503 elsewhere but on `/`. Its HEALTHCHECK holds; `perl /srv/sick.pl` does not.
 */
const server = String.raw`
print "starting\nready to accept connections\n";
serve {
  return answer $_, 200, '{"status":"ok","checks":[{"state":"up"}]}', 'Content-Type: application/json' if $path eq '/health';
  return answer $_, 204, '' if $path eq '/ready';
  return answer $_, 302, '', 'Location: /health' if $path eq '/moved';
  return answer $_, 302, '', 'Location: http://login.example.com/' if $path eq '/away';
  answer $_, $path eq '/' ? 200 : 503, 'hello';
};
`

/** A server that can be asked in every way, on both platforms. */
export async function manyWays(registry: ImageRegistry): Promise<PushedImage> {
  return pushPair(registry, 'many-ways', (platform) =>
    perlImage(platform, server, { Healthcheck: { Test: ['CMD', 'perl', '-e', 'exit 0'] } }),
  )
}

/** A server without HTTP that listens, and takes connections or, when it is stuck, does not. */
export async function tcpServer(registry: ImageRegistry, isStuck: boolean): Promise<PushedImage> {
  const take = isStuck ? 'sleep 1' : 'my $client = $listener->accept or next; sleep 1'
  const script = `
    my $listener = IO::Socket::INET->new(LocalPort => 6379, LocalAddr => '0.0.0.0', Listen => 16, ReuseAddr => 1);
    print "up\\n"; while (1) { ${take} }`
  return pushPair(registry, 'tcp-server', (platform) => perlImage(platform, script, { ExposedPorts: {} }))
}

/** A program that writes a line and ends with 0. */
export async function writesAndEnds(registry: ImageRegistry): Promise<PushedImage> {
  return pushPair(registry, 'writes-and-ends', (platform) =>
    perlImage(platform, 'print "migrated 12 tables\\n"; exit 0;', { ExposedPorts: {} }),
  )
}

export interface TlsImage extends PushedImage {
  /** The certificate it shows, which is its own authority. */
  readonly certificate: string
}

/** A server that speaks HTTP over TLS only, on port 8443, with a certificate for `localhost` made by the test. */
export async function tlsServer(registry: ImageRegistry): Promise<TlsImage> {
  const { cert, key } = createCertificate()
  const pushed = await pushPair(registry, 'tls-server', async (platform) => {
    const architecture = platform.slice('linux/'.length)
    const packages = await Promise.all(['libc6', 'libssl3', 'openssl'].map((name) => packageTar(name, architecture)))
    const mediaType = 'application/vnd.oci.image.layer.v1.tar'
    const files = [
      { path: '/srv/cert.pem', text: cert },
      { path: '/srv/key.pem', text: key },
    ]
    return image({
      platform,
      layers: [...packages.map((tar) => rawLayer(tar, { mediaType })), await layer(files)],
      config: {
        Cmd: 'openssl s_server -quiet -www -port 8443 -cert /srv/cert.pem -key /srv/key.pem'.split(' '),
        Env: ['PATH=/usr/bin:/bin'],
        ExposedPorts: { '8443/tcp': {} },
      },
    })
  })
  return { ...pushed, certificate: cert }
}
