import type { ImageRegistry, PushedImage } from '../image-registry.ts'
import { perlImage } from '../perl-image.ts'
import { pushPair } from './pair.ts'

const scripts = {
  'floods its log': `my $line = ('x' x 1023) . "\\n"; print $line while 1;`,
  'floods its log between its first and its last words': `
    print "first words\\n"; my $line = ('x' x 1023) . "\\n"; print $line for 1 .. 32768; print "last words\\n"; sleep 1 while 1;`,
  'forks without end': `while (1) { fork; }`,
  'keeps a crowd busy': `
    pipe my $ready, my $go; for (1 .. 450) { next if fork; close $go; <$ready>; 1 while 1 }
    print "crowded\\n"; close $go; 1 while 1;`,
  'eats memory': `my @kept; push @kept, 'x' x 1_000_000 while 1;`,
  'ignores SIGTERM': `$SIG{TERM} = 'IGNORE'; serve { print $_ $ok };`,
  'never serves and ends when it is asked to': `$SIG{TERM} = sub { exit }; sleep 1 while 1;`,
  'loses a child and waits before it serves': `
    my $child = fork; if (!$child) { kill 11, $$; sleep 1 } waitpid $child, 0; sleep 3; serve { print $_ $ok };`,
  'ends after its first answer': `serve { print $_ $ok; close $_; exit 1 };`,
  'closes its port after its first answer': `serve { print $_ $ok; close $_; close $_[0]; sleep 1 while 1 };`,
  'answers without end': `
    serve { print $_ "HTTP/1.1 200 OK\\r\\n\\r\\n"; 1 while print $_ 'x' x 65536 };`,
  'answers one byte a second': `
    serve { for my $byte (split //, $ok) { print $_ $byte or last; sleep 1 } };`,
  'redirects to itself': `
    serve { print $_ "HTTP/1.1 302 Found\\r\\nLocation: /\\r\\nConnection: close\\r\\nContent-Length: 0\\r\\n\\r\\n" };`,
  'redirects to another host': `serve { answer $_, 302, '', 'Location: http://login.example.com/' };`,
  'sends a head without end': `
    serve { print $_ "HTTP/1.1 200 OK\\r\\nX: "; 1 while print $_ 'x' x 65536 };`,
  'prints control characters and markup': `
    print "\\e[2J\\e]0;title\\a\\r<script>alert(1)</script> ::error::no \\xe2\x80\xae\\0\\n"; serve { print $_ $ok };`,
  'prints control characters and markup and ends': `
    print "\\e[2J\\e]0;title\\a\\r<script>alert(1)</script> ]]> ::error::no \\xe2\\x80\\xae | \\x60x\\x60 \\0\\n"; exit 3;`,
  'listens on its own loopback only': `serve { print $_ $ok } 8080, '127.0.0.1';`,
} as const

export type HostileApplication = keyof typeof scripts

export const hostileApplications = Object.keys(scripts).filter(isHostileApplication)

/** An application that does this on both platforms. */
export async function hostileApplication(registry: ImageRegistry, what: HostileApplication): Promise<PushedImage> {
  return pushPair(registry, 'hostile-application', (platform) =>
    perlImage(platform, `$SIG{PIPE} = 'IGNORE';\n${scripts[what]}\n`),
  )
}

function isHostileApplication(name: string): name is HostileApplication {
  return name in scripts
}
