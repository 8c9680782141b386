import type { RootFs } from '../image/rootfs.ts'
import type { InstalledPackage } from './installed-package.ts'
import { readApkPackages } from './packages-apk.ts'
import { readDpkgPackages } from './packages-dpkg.ts'
import { readRpmPackages } from './packages-rpm.ts'

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
