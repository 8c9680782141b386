/** Where distributions keep what is installed, and the few settings that say which libraries a program gets. */
const paths: ReadonlySet<string> = new Set([
  '/var/lib/dpkg/status',
  '/lib/apk/db/installed',
  '/usr/lib/apk/db/installed',
  '/etc/ld.so.conf',
  '/etc/os-release',
  '/usr/lib/os-release',
])

const folders: ReadonlySet<string> = new Set(['/var/lib/dpkg/status.d', '/etc/ld.so.conf.d'])
const rpmFolders: ReadonlySet<string> = new Set(['/var/lib/rpm', '/usr/lib/sysimage/rpm', '/usr/share/rpm'])
const rpmNames: ReadonlySet<string> = new Set(['rpmdb.sqlite', 'Packages', 'Packages.db'])
const muslLoaderPath = /^\/etc\/ld-musl-[^/]+\.path$/

/** True for a file whose whole content is kept: package databases, and the settings of the dynamic loader. */
export function isDatabasePath(path: string): boolean {
  if (paths.has(path) || muslLoaderPath.test(path)) return true
  const slash = path.lastIndexOf('/')
  const folder = path.slice(0, slash)
  return folders.has(folder) || (rpmFolders.has(folder) && rpmNames.has(path.slice(slash + 1)))
}
