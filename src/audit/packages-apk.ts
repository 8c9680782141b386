import type { RootFs } from '../image/rootfs.ts'
import type { InstalledPackage } from './installed-package.ts'
import { readDatabase, readStanzas } from './packages-text.ts'

/** What apk has installed. https://wiki.alpinelinux.org/wiki/Apk_spec */
export function readApkPackages(rootfs: RootFs): readonly InstalledPackage[] {
  const bytes = readDatabase(rootfs, '/lib/apk/db/installed') ?? readDatabase(rootfs, '/usr/lib/apk/db/installed')
  if (bytes === undefined) return []
  return [...readStanzas(bytes, ':')].flatMap((fields) => {
    const name = fields.get('P')
    const version = fields.get('V')
    const architecture = fields.get('A')
    if (name === undefined || version === undefined) return []
    return [{ name, version, ...(architecture === undefined || architecture === 'noarch' ? {} : { architecture }) }]
  })
}
