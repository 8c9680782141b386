import type { Digest } from '../../../src/oci/digest.ts'

export const sha256: Digest = `sha256:${'0123456789abcdef'.repeat(4)}`
export const sha512: Digest = `sha512:${'0123456789abcdef'.repeat(8)}`

/** What is written, the registry and repository it means, its tag and digest, and how Docker shows it. */
export interface ValidRow {
  readonly text: string
  readonly registry: string
  readonly repository: string
  readonly tag?: string
  readonly digest?: Digest
  /** @default the full text */
  readonly familiar?: string
}

const hub = 'docker.io'
const longest = 'r'.repeat(255)

export const validRows: readonly ValidRow[] = [
  // Names without a host are the hub's; one-part names there are official images.
  { text: 'python', registry: hub, repository: 'library/python', familiar: 'python' },
  { text: 'p', registry: hub, repository: 'library/p', familiar: 'p' },
  { text: '7zip', registry: hub, repository: 'library/7zip', familiar: '7zip' },
  { text: 'python:3', registry: hub, repository: 'library/python', tag: '3', familiar: 'python:3' },
  { text: 'library/python', registry: hub, repository: 'library/python', familiar: 'python' },
  { text: 'docker.io/python', registry: hub, repository: 'library/python', familiar: 'python' },
  { text: 'docker.io/library/python', registry: hub, repository: 'library/python', familiar: 'python' },
  { text: 'index.docker.io/python', registry: hub, repository: 'library/python', familiar: 'python' },
  { text: 'index.docker.io/library/python', registry: hub, repository: 'library/python', familiar: 'python' },
  { text: 'index.docker.io/acme/app', registry: hub, repository: 'acme/app', familiar: 'acme/app' },
  { text: 'acme/app', registry: hub, repository: 'acme/app', familiar: 'acme/app' },
  { text: 'acme/app:1.4', registry: hub, repository: 'acme/app', tag: '1.4', familiar: 'acme/app:1.4' },
  { text: 'acme/team/app', registry: hub, repository: 'acme/team/app', familiar: 'acme/team/app' },
  { text: 'library/a/b', registry: hub, repository: 'library/a/b', familiar: 'library/a/b' },
  { text: 'library', registry: hub, repository: 'library/library', familiar: 'library' },
  { text: 'docker.io/docker.io', registry: hub, repository: 'library/docker.io', familiar: 'docker.io' },
  // Without a slash nothing is a host, whatever it looks like.
  { text: 'localhost', registry: hub, repository: 'library/localhost', familiar: 'localhost' },
  { text: 'localhost:5000', registry: hub, repository: 'library/localhost', tag: '5000', familiar: 'localhost:5000' },
  { text: 'ghcr.io', registry: hub, repository: 'library/ghcr.io', familiar: 'ghcr.io' },
  { text: '10.0.0.1:80', registry: hub, repository: 'library/10.0.0.1', tag: '80', familiar: '10.0.0.1:80' },
  // Hosts: a dot, a colon or a capital letter, or localhost.
  { text: 'ghcr.io/acme/app', registry: 'ghcr.io', repository: 'acme/app' },
  { text: 'ghcr.io/app', registry: 'ghcr.io', repository: 'app' },
  { text: 'ghcr.io/library/app', registry: 'ghcr.io', repository: 'library/app' },
  { text: 'registry.k8s.io/pause:3.10', registry: 'registry.k8s.io', repository: 'pause', tag: '3.10' },
  { text: 'localhost/app', registry: 'localhost', repository: 'app' },
  { text: 'localhost:5000/app', registry: 'localhost:5000', repository: 'app' },
  { text: 'localhost:5000/app:5001', registry: 'localhost:5000', repository: 'app', tag: '5001' },
  { text: 'registry:5000/app', registry: 'registry:5000', repository: 'app' },
  { text: 'registry:1/app', registry: 'registry:1', repository: 'app' },
  { text: 'registry:65535/app', registry: 'registry:65535', repository: 'app' },
  { text: '127.0.0.1/app', registry: '127.0.0.1', repository: 'app' },
  { text: '127.0.0.1:5000/a/b/c:t', registry: '127.0.0.1:5000', repository: 'a/b/c', tag: 't' },
  { text: 'Registry/app', registry: 'Registry', repository: 'app' },
  { text: 'REGISTRY:5000/app', registry: 'REGISTRY:5000', repository: 'app' },
  { text: 'Docker.IO/app', registry: 'Docker.IO', repository: 'app' },
  { text: 'my-host.example.com/app', registry: 'my-host.example.com', repository: 'app' },
  { text: 'xn--bcher-kva.example/app', registry: 'xn--bcher-kva.example', repository: 'app' },
  { text: 'a--b.example/app', registry: 'a--b.example', repository: 'app' },
  { text: '1.example/app', registry: '1.example', repository: 'app' },
  { text: 'registry/app', registry: hub, repository: 'registry/app', familiar: 'registry/app' },
  // IPv6 hosts stand in brackets.
  { text: '[::1]/app', registry: '[::1]', repository: 'app' },
  { text: '[::1]:5000/x', registry: '[::1]:5000', repository: 'x' },
  { text: '[::]:5000/x', registry: '[::]:5000', repository: 'x' },
  { text: '[2001:db8::1]:5000/a/b:t', registry: '[2001:db8::1]:5000', repository: 'a/b', tag: 't' },
  { text: '[2001:DB8:0:0:8:800:200C:417A]/a', registry: '[2001:DB8:0:0:8:800:200C:417A]', repository: 'a' },
  { text: `[fc00::1]:443/a@${sha256}`, registry: '[fc00::1]:443', repository: 'a', digest: sha256 },
  // Separators inside a part: one dot, one or two underscores, any number of hyphens.
  { text: 'ghcr.io/a.b', registry: 'ghcr.io', repository: 'a.b' },
  { text: 'ghcr.io/a_b', registry: 'ghcr.io', repository: 'a_b' },
  { text: 'ghcr.io/a__b', registry: 'ghcr.io', repository: 'a__b' },
  { text: 'ghcr.io/a-b', registry: 'ghcr.io', repository: 'a-b' },
  { text: 'ghcr.io/a-----b', registry: 'ghcr.io', repository: 'a-----b' },
  { text: 'ghcr.io/a.b_c__d--e', registry: 'ghcr.io', repository: 'a.b_c__d--e' },
  { text: 'ghcr.io/0/1/2', registry: 'ghcr.io', repository: '0/1/2' },
  // Tags: 1 to 128 word characters, dots and hyphens, not starting with the latter two.
  { text: 'ghcr.io/a:_', registry: 'ghcr.io', repository: 'a', tag: '_' },
  { text: 'ghcr.io/a:V1.0', registry: 'ghcr.io', repository: 'a', tag: 'V1.0' },
  { text: 'ghcr.io/a:1..2--3__4', registry: 'ghcr.io', repository: 'a', tag: '1..2--3__4' },
  { text: 'ghcr.io/a:sha256-0123', registry: 'ghcr.io', repository: 'a', tag: 'sha256-0123' },
  { text: `ghcr.io/a:${'t'.repeat(128)}`, registry: 'ghcr.io', repository: 'a', tag: 't'.repeat(128) },
  // Digests, alone and with a tag.
  {
    text: `python@${sha256}`,
    registry: hub,
    repository: 'library/python',
    digest: sha256,
    familiar: `python@${sha256}`,
  },
  { text: `ghcr.io/a@${sha256}`, registry: 'ghcr.io', repository: 'a', digest: sha256 },
  { text: `ghcr.io/a@${sha512}`, registry: 'ghcr.io', repository: 'a', digest: sha512 },
  { text: `ghcr.io/a:1@${sha256}`, registry: 'ghcr.io', repository: 'a', tag: '1', digest: sha256 },
  { text: `localhost:5000/a:1@${sha512}`, registry: 'localhost:5000', repository: 'a', tag: '1', digest: sha512 },
  // The repository may be 255 characters long, the host does not count.
  { text: `ghcr.io/${longest}`, registry: 'ghcr.io', repository: longest },
  { text: `ghcr.io/${'a/'.repeat(127)}a`, registry: 'ghcr.io', repository: `${'a/'.repeat(127)}a` },
  { text: 'x'.repeat(247), registry: hub, repository: `library/${'x'.repeat(247)}`, familiar: 'x'.repeat(247) },
  // 64 hexadecimal digits are a repository only where something says so.
  { text: `ghcr.io/${'a'.repeat(64)}`, registry: 'ghcr.io', repository: 'a'.repeat(64) },
  { text: 'a'.repeat(63), registry: hub, repository: `library/${'a'.repeat(63)}`, familiar: 'a'.repeat(63) },
  { text: 'g'.repeat(64), registry: hub, repository: `library/${'g'.repeat(64)}`, familiar: 'g'.repeat(64) },
]

/** What is written, and a part of the problem and of the hint that it must get. */
export const invalidRows: readonly (readonly [text: string, problem: string, hint: string])[] = [
  ['', 'it is empty', '[registry/]repository'],
  ['x'.repeat(1025), 'it is 1025 characters long', ''],
  ['x'.repeat(248), 'its repository is 256 characters long', '255'],
  [`ghcr.io/${'r'.repeat(256)}`, 'its repository is 256 characters long', '255'],
  ['a'.repeat(64), 'it is an image id', '@sha256:aaaaaaaaaaaa'],
  [sha256, 'it is a digest without a repository', 'repository@sha256:'],
  [sha512, 'it is a digest without a repository', 'repository@sha512:'],
  [`@${sha256}`, 'it names no repository', ''],
  [`:tag`, 'it names no repository', ''],
  [`ghcr.io/`, 'it names no repository', ''],
  [`ghcr.io/:tag`, 'it names no repository', ''],
  ['localhost:5000/', 'it names no repository', ''],
  [' python', 'white space', ''],
  ['python ', 'white space', ''],
  ['python\n', 'white space', ''],
  ['py thon', 'white space', ''],
  ['https://ghcr.io/acme/app', 'it is a URL', 'leave out https://'],
  ['HTTP://ghcr.io/acme/app', 'it is a URL', 'leave out HTTP://'],
  ['docker://python', 'it is a URL', 'leave out docker://'],
  ['oci://ghcr.io/acme/chart', 'it is a URL', 'leave out oci://'],
  // Upper case
  ['Python', 'lower case', 'write "library/python"'],
  ['acme/App', 'lower case', 'write "acme/app"'],
  ['ghcr.io/Acme/app:Tag', 'lower case', 'write "acme/app"'],
  ['Registry/App', 'lower case', 'write "app"'],
  // Parts
  ['a//b', 'a part of its repository is empty', 'slash'],
  ['ghcr.io//a', 'a part of its repository is empty', 'slash'],
  ['ghcr.io/a/', 'a part of its repository is empty', 'slash'],
  ['a/', 'a part of its repository is empty', 'slash'],
  ['/a', 'it starts with a slash', ''],
  ['-a', '"-a" cannot be part', 'lower-case letters'],
  ['a-', '"a-" cannot be part', ''],
  ['_a', '"_a" cannot be part', ''],
  ['a_', '"a_" cannot be part', ''],
  ['.a', '".a" cannot be part', ''],
  ['a..b', '"a..b" cannot be part', ''],
  ['a___b', '"a___b" cannot be part', ''],
  ['a._b', '"a._b" cannot be part', ''],
  ['a-.b', '"a-.b" cannot be part', ''],
  ['a-_b', '"a-_b" cannot be part', ''],
  ['acme/-app', '"-app" cannot be part', ''],
  ['ghcr.io/a/b$c', '"b$c" cannot be part', ''],
  ['ghcr.io/bücher', '"bücher" cannot be part', ''],
  ['ghcr.io/a%2fb', '"a%2fb" cannot be part', ''],
  ['a\u0000b', '"a\\u0000b" cannot be part', ''],
  ['a\u202Eb', '"a\\u202eb" cannot be part', ''],
  // Tags
  ['python:', 'nothing after the colon', 'leave out the colon'],
  ['python:.1', '".1" is not a tag', 'letters'],
  ['python:-1', '"-1" is not a tag', ''],
  ['python:1:2', '"1:2" is not a tag', ''],
  ['ghcr.io/a:1/b', '"1/b" is not a tag', ''],
  ['python:1+2', '"1+2" is not a tag', ''],
  ['python:ä', '"ä" is not a tag', ''],
  [`python:${'t'.repeat(129)}`, 'its tag is 129 characters long', '128'],
  // Digests
  ['python@', '"" is not a digest', 'sha256:'],
  ['python@latest', '"latest" is not a digest', ''],
  ['python@sha256:abc', '"sha256:abc" is not a digest', '64'],
  [`python@${sha256}0`, 'is not a digest', ''],
  [`python@${sha256.toUpperCase()}`, 'is not a digest', 'lower case'],
  [`python@sha256:${'A'.repeat(64)}`, 'is not a digest', 'lower case'],
  [`python@sha256:${'g'.repeat(64)}`, 'is not a digest', ''],
  [`python@sha512:${'a'.repeat(64)}`, 'is not a digest', ''],
  [`python@md5:${'a'.repeat(32)}`, 'is not a digest', ''],
  [`python@${sha256}@${sha256}`, 'is not a digest', ''],
  [`python@${sha256}:tag`, 'is not a digest', ''],
  // Hosts
  ['foo_bar.com/app', '"foo_bar.com" is not a registry', 'a host is letters'],
  ['-a.b/app', '"-a.b" is not a registry', ''],
  ['a-.b/app', '"a-.b" is not a registry', ''],
  ['a..b/app', '"a..b" is not a registry', ''],
  ['a.b./app', '"a.b." is not a registry', ''],
  ['./app', '"." is not a registry', ''],
  ['../app', '".." is not a registry', ''],
  ['a.b:/app', '"a.b:" is not a registry', ''],
  ['a.b:x/app', '"a.b:x" is not a registry', ''],
  ['a.b:1:2/app', '"a.b:1:2" is not a registry', ''],
  ['a.b:0/app', 'there is no port 0', '65535'],
  ['a.b:65536/app', 'there is no port 65536', '65535'],
  ['a.b:99999999999999999999/app', 'there is no port 99999999999999999999', '65535'],
  ['bü.cher/app', 'is not a registry', ''],
  ['::1/app', '"::1" is not a registry', 'brackets'],
  ['2001:db8::1:5000/app', 'is not a registry', 'brackets'],
  ['[::1/app', '"[::1" is not a registry', ''],
  ['[]:5000/app', '"[]:5000" is not a registry', ''],
  ['[:::]/app', '"[:::]" is not a registry', ''],
  ['[1:2]/app', '"[1:2]" is not a registry', ''],
  ['[fe80::1%eth0]/app', 'is not a registry', ''],
  ['[::ffff:192.0.2.1]/app', 'is not a registry', ''],
  ['[::1]x/app', 'is not a registry', ''],
  ['[::1]', 'it names no repository', ''],
  ['[::1]:5000', 'it names no repository', ''],
  ['[::1]:tag', 'is not a registry', ''],
]
