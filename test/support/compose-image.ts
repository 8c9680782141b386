import { index } from './image-builder.ts'
import type { ImageRegistry, PushedImage } from './image-registry.ts'
import { pushImage } from './image-registry.ts'
import { perlImage, type PerlPlatform } from './perl-image.ts'
import { redisImage } from './redis-image.ts'

/**
 * Serves on port 8080 once its database answers, and only while it has that to itself: the first that writes its name
 * into a database owns it.
 */
const script = `
use POSIX 'uname';
my $name = join '-', (uname)[1, 4];
sub ask {
  my $db = IO::Socket::INET->new(PeerAddr => $ENV{DATABASE}, Timeout => 10) or die "no database at $ENV{DATABASE}: $@\\n";
  print $db "$_[0]\\r\\n";
  my $line = <$db>;
  $line = <$db> if $line =~ /^\\$/;
  close $db;
  return $line;
}
ask("SETNX owner $name");
print "the database answers\\n";
serve { print {$_} ask('GET owner') =~ /^\\Q$name\\E\\r/ ? $ok : "HTTP/1.1 503 Taken\\r\\nContent-Length: 0\\r\\n\\r\\n" };
`

/** An application for these platforms that wants a database, named by the variable DATABASE. */
export async function databaseClient(
  registry: ImageRegistry,
  platforms: readonly PerlPlatform[],
): Promise<PushedImage> {
  const images = await Promise.all(platforms.map((platform) => perlImage(platform, script)))
  return pushImage(registry, index(images), 'database-client')
}

/** The database it wants. */
export async function database(registry: ImageRegistry): Promise<PushedImage> {
  return pushImage(registry, await redisImage(), 'database')
}
