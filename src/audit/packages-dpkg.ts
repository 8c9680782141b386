import type { RootFs } from '../image/rootfs.ts'
import type { InstalledPackage } from './installed-package.ts'
import { readDatabase, readStanzas } from './packages-text.ts'

/** Debian rebuilds a package of unchanged sources for one architecture alone. */
const rebuild = /\+b[0-9]+$/

/** What dpkg has installed; distroless images have a file for each package in `status.d`. */
export function readDpkgPackages(rootfs: RootFs): readonly InstalledPackage[] {
  const single = rootfs.list('/var/lib/dpkg/status.d').map(({ path }) => path)
  return ['/var/lib/dpkg/status', ...single].flatMap((path) => {
    const bytes = readDatabase(rootfs, path)
    return bytes === undefined ? [] : [...readStanzas(bytes, ': ')].flatMap(readPackage)
  })
}

function readPackage(fields: ReadonlyMap<string, string>): readonly InstalledPackage[] {
  const name = fields.get('Package')
  const version = fields.get('Version')
  const status = fields.get('Status')
  if (name === undefined || version === undefined) return []
  if (status !== undefined && !status.endsWith(' installed')) return []
  const architecture = fields.get('Architecture')
  return [
    {
      name,
      version: version.replace(rebuild, ''),
      ...(architecture === undefined || architecture === 'all' ? {} : { architecture }),
    },
  ]
}
