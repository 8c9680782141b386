import type { RootFs } from '../image/rootfs.ts'
import type { Platform } from '../oci/platform.ts'
import { readGlibcDirectories, readMuslDirectories } from './loader-settings.ts'

/** Where the loaders of an image look for libraries when nothing tells them otherwise, in their order. */
export interface LoaderDirectories {
  readonly glibc: readonly string[]
  readonly musl: readonly string[]
}

/** What Debian and its kin call the directories of an architecture: https://wiki.debian.org/Multiarch/Tuples */
const triplets: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    '386': ['i386-linux-gnu'],
    amd64: ['x86_64-linux-gnu'],
    arm: ['arm-linux-gnueabihf', 'arm-linux-gnueabi'],
    arm64: ['aarch64-linux-gnu'],
    loong64: ['loongarch64-linux-gnu'],
    mips64le: ['mips64el-linux-gnuabi64'],
    mipsle: ['mipsel-linux-gnu'],
    ppc64: ['powerpc64-linux-gnu'],
    ppc64le: ['powerpc64le-linux-gnu'],
    riscv64: ['riscv64-linux-gnu'],
    s390x: ['s390x-linux-gnu'],
  }),
)

export function readLoaderDirectories(rootfs: RootFs, { architecture }: Platform): LoaderDirectories {
  const own = (triplets.get(architecture) ?? []).flatMap((triplet) => [`/lib/${triplet}`, `/usr/lib/${triplet}`])
  const wide = ['/lib64', '/usr/lib64', '/lib', '/usr/lib', '/lib32', '/usr/lib32', '/lib64/lp64d', '/usr/lib64/lp64d']
  return { glibc: [...readGlibcDirectories(rootfs), ...own, ...wide], musl: readMuslDirectories(rootfs) }
}
