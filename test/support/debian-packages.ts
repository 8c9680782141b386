import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { extract } from 'tar-stream'
import { downloadPackages, type PackageRequest } from './apt-download.ts'
import { onceAcrossProcesses } from './once-across-processes.ts'

/** Redis and all it is linked with. */
export const redisPackages = [
  'libc6',
  'redis-tools',
  'redis-server',
  'libatomic1',
  'libhiredis0.14',
  'libjemalloc2',
  'liblua5.1-0',
  'lua-bitop',
  'lua-cjson',
  'liblzf1',
  'libssl3',
  'libsystemd0',
  'libstdc++6',
  'libgcc-s1',
  'libcap2',
  'libgcrypt20',
  'libgpg-error0',
  'liblz4-1',
  'liblzma5',
  'libzstd1',
] as const

/** All that test images are made of. No one release has every architecture: riscv64 came as mips64el left. */
const packages: readonly PackageRequest[] = [
  {
    suite: 'bookworm',
    names: ['busybox-static'],
    architectures: ['amd64', 'i386', 'arm64', 'armhf', 'armel', 'ppc64el', 's390x', 'mips64el'],
  },
  { suite: 'trixie', names: ['busybox-static'], architectures: ['riscv64'] },
  {
    suite: 'bookworm',
    names: ['libc6', 'libcrypt1', 'perl-base', 'libssl3', 'openssl', 'libstdc++6', 'libgcc-s1'],
    architectures: ['amd64', 'arm64'],
  },
  { suite: 'bookworm', names: redisPackages, architectures: ['amd64'] },
]

/** The files of a package as an uncompressed tar: some twenty seconds for all once, then from a cache. */
export async function packageTar(name: string, architecture: string): Promise<Buffer> {
  const caches = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
  const version = createHash('sha256').update(JSON.stringify(packages)).digest('hex').slice(0, 12)
  const folder = join(caches, 'everyarch', 'test-fixtures', `debian-${version}`)
  await onceAcrossProcesses(folder, (draft) =>
    downloadPackages(packages, (file, tar) => writeFile(join(draft, file), tar)),
  )
  return readFile(join(folder, `${name}-${architecture}.tar`))
}

/** The first file of a package whose path ends so. */
export async function packageFile(name: string, architecture: string, ending: string): Promise<Buffer> {
  const reader = extract()
  reader.end(await packageTar(name, architecture))
  for await (const entry of reader) {
    const bytes = await buffer(entry)
    if (entry.header.name.endsWith(ending)) return bytes
  }
  throw new Error(`no file of ${name} for ${architecture} ends in ${ending}`)
}
