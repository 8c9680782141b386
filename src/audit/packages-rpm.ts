import type { RootFs } from '../image/rootfs.ts'
import type { InstalledPackage } from './installed-package.ts'
import { readSqliteTable } from './packages-sqlite.ts'
import { readDatabase } from './packages-text.ts'

/** https://rpm-software-management.github.io/rpm/manual/tags.html */
const tags = { name: 1000, version: 1001, release: 1002, epoch: 1003, architecture: 1022 } as const
const stringTypes: ReadonlySet<number> = new Set([6, 8, 9])
const entryBytes = 16
const maxEntries = 4096
const maxTextBytes = 1024

/**
 * What rpm has installed, from the SQLite database it has used since 4.16; the formats before that are not read.
 * https://rpm-software-management.github.io/rpm/manual/format_header.html
 */
export function readRpmPackages(rootfs: RootFs): readonly InstalledPackage[] {
  const folders = ['/usr/lib/sysimage/rpm', '/var/lib/rpm', '/usr/share/rpm']
  for (const folder of folders) {
    const bytes = readDatabase(rootfs, `${folder}/rpmdb.sqlite`)
    if (bytes === undefined) continue
    const packages: InstalledPackage[] = []
    for (const [, blob] of readSqliteTable(bytes, 'Packages'))
      if (Buffer.isBuffer(blob)) packages.push(...readHeader(blob))
    return packages
  }
  return []
}

/** Two counts, an index of tags, and the data it points into. */
function readHeader(blob: Buffer): readonly InstalledPackage[] {
  if (blob.byteLength < 8) return []
  const count = blob.readUInt32BE(0)
  const data = 8 + count * entryBytes
  if (count > maxEntries || data > blob.byteLength) return []
  const texts = new Map<number, string>()
  for (let index = 0; index < count; index++) {
    const at = 8 + index * entryBytes
    const [tag, type, offset] = [blob.readUInt32BE(at), blob.readUInt32BE(at + 4), blob.readUInt32BE(at + 8)]
    const start = data + offset
    if (stringTypes.has(type)) texts.set(tag, readText(blob, start))
    else if (tag === tags.epoch && start + 4 <= blob.byteLength) texts.set(tag, String(blob.readUInt32BE(start)))
  }
  const [name, version, release] = [texts.get(tags.name), texts.get(tags.version), texts.get(tags.release)]
  // Keys that packages were signed with are listed as packages.
  if (name === undefined || version === undefined || release === undefined || name === 'gpg-pubkey') return []
  const epoch = texts.get(tags.epoch)
  const architecture = texts.get(tags.architecture)
  return [
    {
      name,
      version: `${epoch === undefined ? '' : `${epoch}:`}${version}-${release}`,
      ...(architecture === undefined || architecture === 'noarch' ? {} : { architecture }),
    },
  ]
}

function readText(blob: Buffer, start: number): string {
  const text = blob.subarray(start, start + maxTextBytes)
  const end = text.indexOf(0)
  return text.toString('utf8', 0, end < 0 ? text.byteLength : end)
}
