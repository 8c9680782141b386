import type { RootFs } from '../image/rootfs.ts'
import { readApkPackages } from './packages-apk.ts'
import { readDpkgPackages } from './packages-dpkg.ts'
import { readRpmPackages } from './packages-rpm.ts'

/** One package as a package manager's database lists it. */
export interface InstalledPackage {
  readonly name: string
  /** As the package manager writes it, with epoch and revision; without the number of a mere rebuild. */
  readonly version: string
  /** In the words of the package manager: `amd64`, `aarch64`; absent for one that has none. */
  readonly architecture?: string
}

export type PackageManager = 'apk' | 'dpkg' | 'rpm'

/** What is installed, by the package managers whose databases an image has. */
export function readPackages(rootfs: RootFs): ReadonlyMap<PackageManager, readonly InstalledPackage[]> {
  const found: readonly (readonly [PackageManager, readonly InstalledPackage[]])[] = [
    ['dpkg', readDpkgPackages(rootfs)],
    ['apk', readApkPackages(rootfs)],
    ['rpm', readRpmPackages(rootfs)],
  ]
  return new Map(found.filter(([, packages]) => packages.length > 0))
}
