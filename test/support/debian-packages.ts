import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { extract } from 'tar-stream'

const run = promisify(execFile)
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'

/** Packages of one name from one suite, for these of the distribution's architectures. */
export interface PackageRequest {
  readonly name: string
  readonly suite: string
  readonly architectures: readonly string[]
}

/**
 * The content of the first file whose path ends in `ending`, of each package, by architecture. Nothing of the host's
 * own apt state is changed.
 */
export async function readPackageFiles(
  requests: readonly PackageRequest[],
  ending: string,
): Promise<ReadonlyMap<string, Buffer>> {
  const folder = await mkdtemp(join(tmpdir(), 'everyarch-apt-'))
  try {
    const archives = await download(folder, requests)
    const found = new Map<string, Buffer>()
    for (const [architecture, archive] of archives) found.set(architecture, await readFromArchive(archive, ending))
    return found
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function download(folder: string, requests: readonly PackageRequest[]): Promise<ReadonlyMap<string, string>> {
  const env = { ...process.env, APT_CONFIG: await writeAptConfig(folder, requests) }
  await run('apt-get', ['update', '-qq'], { env })
  const packages = requests.flatMap(({ name, architectures }) => architectures.map((one) => `${name}:${one}`))
  const archives = join(folder, 'archives')
  await mkdir(archives)
  await run('apt-get', ['download', '-qq', ...packages], { env, cwd: archives })
  const names = await readdir(archives)
  return new Map(names.map((name) => [/_([a-z0-9]+)\.deb$/.exec(name)?.[1] ?? name, join(archives, name)]))
}

async function writeAptConfig(folder: string, requests: readonly PackageRequest[]): Promise<string> {
  const origin = await debianOrigin()
  const lists = join(folder, 'lists')
  await mkdir(join(lists, 'partial'), { recursive: true })
  const sources = join(folder, 'sources.list')
  await writeFile(
    sources,
    requests
      .map(
        ({ suite, architectures }) =>
          `deb [arch=${architectures.join(',')} signed-by=${keyring}] ${origin} ${suite} main\n`,
      )
      .join(''),
  )
  const architectures = requests.flatMap((request) => request.architectures)
  const settings = [
    `Dir::Etc::SourceList "${sources}";`,
    'Dir::Etc::SourceParts "/dev/null";',
    `Dir::State::Lists "${lists}";`,
    'Dir::State::status "/dev/null";',
    'Dir::Cache::pkgcache "";',
    'Dir::Cache::srcpkgcache "";',
    'Acquire::Languages "none";',
    'APT::Sandbox::User "";',
    `APT::Architectures { ${architectures.map((one) => `"${one}";`).join(' ')} };`,
  ]
  const path = join(folder, 'apt.conf')
  await writeFile(path, `${settings.join('\n')}\n`)
  return path
}

/** Where this machine's apt gets Debian from: asked, so that a mirror or a proxy is used as it is set up. */
async function debianOrigin(): Promise<string> {
  const { stdout } = await run('apt-get', ['indextargets', '--format', '$(REPO_URI)'])
  const origin = stdout.split('\n').find((line) => /\/debian\/?$/.test(line))
  if (origin === undefined) throw new Error('test images need Debian packages, and apt has no Debian source here')
  return origin
}

async function readFromArchive(archive: string, ending: string): Promise<Buffer> {
  const { stdout: tar } = await run('dpkg-deb', ['--fsys-tarfile', archive], { encoding: 'buffer', maxBuffer: 2 ** 28 })
  const reader = extract()
  reader.end(tar)
  for await (const entry of reader) {
    const bytes = await buffer(entry)
    if (entry.header.name.endsWith(ending)) return bytes
  }
  throw new Error(`no file of ${archive} ends in ${ending}`)
}
