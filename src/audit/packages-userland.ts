import type { RootFs } from '../image/rootfs.ts'
import { readPackages } from './packages-database.ts'
import { namedArchitectures } from './rootfs-words.ts'

/** Packages that every installation of a distribution has, in its own architecture. */
const essential: ReadonlySet<string> = new Set(['base-files', 'libc6', 'musl', 'glibc', 'busybox', 'coreutils', 'bash'])

/** What the package database says a root is made for. */
export interface Userland {
  /** As the distribution calls it: `armhf`, `x86_64`. */
  readonly name: string
  /** As an image would. */
  readonly architecture: string
}

/** The architecture most essential packages have; undefined where no package database says. */
export function readUserland(rootfs: RootFs): Userland | undefined {
  const counts = new Map<string, number>()
  for (const packages of readPackages(rootfs).values()) {
    for (const { name, architecture } of packages) {
      if (architecture === undefined) continue
      counts.set(architecture, (counts.get(architecture) ?? 0) + (essential.has(name) ? 1000 : 1))
    }
  }
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a)
  const [architecture] = most === undefined ? [] : namedArchitectures(most[0])
  return most === undefined || architecture === undefined ? undefined : { name: most[0], architecture }
}
