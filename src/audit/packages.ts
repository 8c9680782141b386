import type { RootFs } from '../image/rootfs.ts'
import { createFinding, type Finding } from '../report/finding.ts'
import type { InstalledPackage } from './installed-package.ts'
import { readPackages, type PackageManager } from './packages-database.ts'
import { showPath } from './rootfs-paths.ts'

/** One platform's root, by the platform's name. */
export interface NamedRoot {
  readonly name: string
  readonly rootfs: RootFs
}

interface Difference {
  readonly package: string
  /** By platform. */
  readonly versions: ReadonlyMap<string, string>
}

const managers: readonly PackageManager[] = ['dpkg', 'apk', 'rpm']
const shownInMessage = 5
const keptInEvidence = 100

/** Packages that several platforms have in different versions; what only one has is its own affair. */
export function auditPackages(platforms: readonly NamedRoot[]): readonly Finding[] {
  if (platforms.length < 2) return []
  const installed = platforms.map(({ name, rootfs }) => ({ name, packages: readPackages(rootfs) }))
  const differences = managers.flatMap((manager) =>
    compare(installed.map(({ name, packages }) => ({ name, versions: versionsByName(packages.get(manager) ?? []) }))),
  )
  if (differences.length === 0) return []
  const shown = differences.slice(0, shownInMessage).map(describe).join('; ')
  const more = differences.length > shownInMessage ? ` and ${differences.length - shownInMessage} more` : ''
  const subject = differences.length === 1 ? 'a package differs' : `${differences.length} packages differ`
  return [
    createFinding('parity/packages', `${subject} in version between platforms: ${shown}${more}`, {
      evidence: {
        packages: Object.fromEntries(
          differences.slice(0, keptInEvidence).map((one) => [one.package, Object.fromEntries(one.versions)]),
        ),
        packageCount: differences.length,
      },
      hint: 'the platforms were built from bases or mirrors of different days: rebuild them together, without a cache',
    }),
  ]
}

function compare(
  platforms: readonly { readonly name: string; readonly versions: ReadonlyMap<string, string> }[],
): readonly Difference[] {
  const byPackage = new Map<string, Map<string, string>>()
  for (const { name, versions } of platforms) {
    for (const [packageName, version] of versions) {
      const known = byPackage.get(packageName) ?? new Map<string, string>()
      byPackage.set(packageName, known.set(name, version))
    }
  }
  return [...byPackage]
    .filter(([, versions]) => new Set(versions.values()).size > 1)
    .map(([name, versions]) => ({ package: name, versions }))
    .toSorted((a, b) => (a.package < b.package ? -1 : 1))
}

/** A package of two architectures, or a kernel in several versions, counts with all of them. */
function versionsByName(packages: readonly InstalledPackage[]): ReadonlyMap<string, string> {
  const groups = Map.groupBy(packages, ({ name }) => name)
  return new Map(
    [...groups].map(([name, group]) => [name, [...new Set(group.map(({ version }) => version))].toSorted().join(', ')]),
  )
}

function describe({ package: name, versions }: Difference): string {
  const byVersion = Map.groupBy([...versions], ([, version]) => version)
  const parts = [...byVersion].map(([version, entries]) => {
    return `${showPath(version)} (${entries.map(([platform]) => platform).join(', ')})`
  })
  return `${showPath(name)} ${parts.join(', ')}`
}
