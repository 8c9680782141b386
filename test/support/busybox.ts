import { readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { readPackageFiles } from './debian-packages.ts'
import { onceAcrossProcesses } from './once-across-processes.ts'

/** Platforms there is a static busybox for, and what the distribution calls their architecture. */
const debianArchitectures = {
  'linux/amd64': 'amd64',
  'linux/386': 'i386',
  'linux/arm64': 'arm64',
  'linux/arm/v7': 'armhf',
  'linux/arm/v6': 'armel',
  'linux/arm/v5': 'armel',
  'linux/ppc64le': 'ppc64el',
  'linux/s390x': 's390x',
  'linux/riscv64': 'riscv64',
  'linux/mips64le': 'mips64el',
} as const

export type BusyboxPlatform = keyof typeof debianArchitectures

/** The ten platforms of the good image, in the order its index has. */
export const busyboxPlatforms = Object.keys(debianArchitectures).filter(isBusyboxPlatform)

const loaded = new Map<string, Promise<Buffer>>()

/** A static busybox of a platform, from the distribution's packages: some twenty seconds once, then from a cache. */
export function busybox(platform: BusyboxPlatform): Promise<Buffer> {
  const architecture = debianArchitectures[platform]
  const known = loaded.get(architecture)
  if (known !== undefined) return known
  const loading = load(architecture)
  loaded.set(architecture, loading)
  return loading
}

async function load(architecture: string): Promise<Buffer> {
  const caches = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
  const folder = join(caches, 'everyarch', 'test-fixtures', 'busybox')
  await onceAcrossProcesses(folder, fill)
  return readFile(join(folder, architecture))
}

async function fill(folder: string): Promise<void> {
  // No one release has them all: riscv64 came as mips64el left.
  const name = 'busybox-static'
  const older = Object.values(debianArchitectures).filter((one) => one !== 'riscv64')
  const requests = [
    { name, suite: 'bookworm', architectures: [...new Set(older)] },
    { name, suite: 'trixie', architectures: ['riscv64'] },
  ]
  for (const [architecture, bytes] of await readPackageFiles(requests, '/bin/busybox')) {
    await writeFile(join(folder, architecture), bytes, { mode: 0o755 })
  }
}

function isBusyboxPlatform(platform: string): platform is BusyboxPlatform {
  return platform in debianArchitectures
}
