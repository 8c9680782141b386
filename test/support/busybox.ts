import { packageFile } from './debian-packages.ts'

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

const loaded = new Map<BusyboxPlatform, Promise<Buffer>>()

/** A static busybox of a platform. */
export function busybox(platform: BusyboxPlatform): Promise<Buffer> {
  const loading = loaded.get(platform) ?? packageFile('busybox-static', debianArchitectures[platform], '/bin/busybox')
  loaded.set(platform, loading)
  return loading
}

function isBusyboxPlatform(platform: string): platform is BusyboxPlatform {
  return platform in debianArchitectures
}
