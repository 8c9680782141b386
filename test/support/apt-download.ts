import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'

/** Packages of one suite, for these of the distribution's architectures. */
export interface PackageRequest {
  readonly suite: string
  readonly names: readonly string[]
  readonly architectures: readonly string[]
}

/**
 * The files of packages as tars, handed to `keep` one by one as `busybox-static-arm64.tar`. apt works in a folder of its own: what the host has
 * installed and knows stays as it is.
 */
export async function downloadPackages(
  requests: readonly PackageRequest[],
  keep: (file: string, tar: Buffer) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'everyarch-apt-'))
  try {
    const env = { ...process.env, APT_CONFIG: await writeSettings(folder, requests) }
    await run('apt-get', ['update', '-qq'], { env })
    await run('apt-get', ['download', '-qq', ...requests.flatMap(packagesOf)], { env, cwd: folder })
    for (const file of await readdir(folder)) {
      const [, name, architecture] = /^([^_]+)_.*_([^_]+)\.deb$/.exec(file) ?? []
      if (name !== undefined) await keep(`${name}-${architecture}.tar`, await unpack(folder, file))
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function packagesOf({ names, architectures }: PackageRequest): readonly string[] {
  return names.flatMap((name) => architectures.map((architecture) => `${name}:${architecture}`))
}

async function writeSettings(folder: string, requests: readonly PackageRequest[]): Promise<string> {
  const origin = await debianOrigin()
  const sources = requests.map(
    ({ suite, architectures }) =>
      `deb [arch=${architectures.join(',')} signed-by=${keyring}] ${origin} ${suite} main\n`,
  )
  await writeFile(join(folder, 'sources.list'), sources.join(''))
  await mkdir(join(folder, 'lists', 'partial'), { recursive: true })
  const architectures = new Set(requests.flatMap((request) => request.architectures))
  const settings = [
    `Dir::Etc::SourceList "${folder}/sources.list";`,
    'Dir::Etc::SourceParts "/dev/null";',
    `Dir::State::Lists "${folder}/lists";`,
    'Dir::State::status "/dev/null";',
    'Dir::Cache::pkgcache "";',
    'Dir::Cache::srcpkgcache "";',
    'Acquire::Languages "none";',
    'APT::Sandbox::User "";',
    `APT::Architectures { ${[...architectures].map((one) => `"${one}";`).join(' ')} };`,
  ]
  await writeFile(join(folder, 'apt.conf'), `${settings.join('\n')}\n`)
  return join(folder, 'apt.conf')
}

/** Where this machine's apt gets Debian from: asked, so that a mirror or a proxy is used as it is set up. */
async function debianOrigin(): Promise<string> {
  const { stdout } = await run('apt-get', ['indextargets', '--format', '$(REPO_URI)'])
  const origin = stdout.split('\n').find((line) => /\/debian\/?$/.test(line))
  if (origin === undefined) throw new Error('test images need Debian packages, and apt has no Debian source here')
  return origin
}

async function unpack(folder: string, file: string): Promise<Buffer> {
  const options = { encoding: 'buffer', maxBuffer: 2 ** 30 } as const
  return (await run('dpkg-deb', ['--fsys-tarfile', join(folder, file)], options)).stdout
}
